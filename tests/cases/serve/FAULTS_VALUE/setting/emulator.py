from dataclasses import dataclass

from specproof.emulate import Behaviour, Context, read_settings


@dataclass(frozen=True)
class Settings:
    flavor: str = "plain"


def create(context: Context) -> Behaviour:
    read_settings(Settings, context.settings)
    return Behaviour()
