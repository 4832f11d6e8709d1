"""Origins of the nodes of a tree: their locations in input files."""

from __future__ import annotations

from specproof.core.location import Location, Pointer

__all__ = ["Origins"]


class Origins:
    """Traces each node of a tree back to its location in an input file.

    Only subtrees that were moved are recorded; everything below them moves along.

    Args:
        over: the `Origins` of the tree that this one was made from, or the `Location` of the file it was read from.
    """

    __slots__ = ("_over", "_places")

    def __init__(self, over: Location | Origins) -> None:
        self._over = over
        self._places: dict[tuple[str, ...], Location | Pointer] = {}

    def layer(self) -> Origins:
        """Return origins for a tree that is about to be made from this one, with nothing moved yet."""
        return Origins(self)

    def moved(self, new: Pointer, old: Pointer) -> None:
        """Record that the subtree at pointer ``new`` was at ``old`` in the tree from which this one was made."""
        if new != old:
            self._places[new] = old

    def placed(self, new: Pointer, at: Location) -> None:
        """Record that the subtree at pointer ``new`` comes from the location ``at``, in any file."""
        self._places[new] = at

    def at(self, pointer: Pointer) -> Location:
        """Return the location of a node: that of the longest recorded prefix, with the rest of the pointer appended."""
        origins = self
        while True:
            place = origins._look_up(pointer)
            if isinstance(place, Location):
                return place
            below = origins._over
            if isinstance(below, Location):
                return Location(below.file, below.pointer + place)
            origins, pointer = below, place

    def _look_up(self, pointer: Pointer) -> Location | Pointer:
        places = self._places
        for length in range(len(pointer), -1, -1) if places else ():
            origin = places.get(pointer[:length])
            if origin is None:
                continue
            rest = pointer[length:]
            return Location(origin.file, origin.pointer + rest) if isinstance(origin, Location) else origin + rest
        return pointer
