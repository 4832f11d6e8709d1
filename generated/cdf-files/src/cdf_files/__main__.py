"""The command line: `python -m cdf_files --help`. Needs the extra `cli`."""

from __future__ import annotations

from ._runtime.multipart_upload.command import Commands, Option, Transfer, main

COMMANDS = Commands(
    module="cdf_files",
    distribution="cdf-files-client",
    about="Command line of Cognite API v1.",
    settings=(
        Option(
            "cluster",
            help="The cluster that hosts the project. Among them are api, az-tyo-gp-001, az-eastus-1, az-power-no-northeurope, westeurope-1, asia-northeast1-1 and gc-dsm-gp-001.",
        ),
        Option(
            "project",
            help="The project that owns the files. There is no sensible default. Needed unless `base_url` is given.",
        ),
        Option(
            "cdf_version",
            help="The version of the API to speak, a date, with -beta or -alpha behind it for what is not yet released.",
        ),
        Option("base_url", help="URL to use in place of the document's server."),
    ),
    secrets=("token", "client_credentials"),
    transfers=(
        Transfer(
            "upload",
            "download",
            "files",
            "upload",
            "FILES_UPLOAD",
            options=(
                Option(
                    "external_id",
                    help="Identifier chosen by the client, different for every resource of its type.",
                    is_single=True,
                ),
                Option("name", help="Taken from the name of the file where it is left out.", is_single=True),
                Option("directory", help="Folder of the file, an absolute path with slashes."),
                Option("source", help="Where the file comes from."),
                Option("mime_type", help="Media type of the content."),
                Option(
                    "metadata",
                    kind="json",
                    help="Key and value pairs of the user's own. At most 256 pairs; at most 128 bytes in a key and 10240 bytes in a value; at most 10240 bytes in all.",
                ),
                Option("asset_ids", kind="integer", help="Assets that the file is about.", is_list=True),
                Option(
                    "data_set_id",
                    kind="integer",
                    help="Internal id of the data set that the file belongs to.",
                ),
                Option(
                    "source_created_time",
                    kind="integer",
                    help="When the file was created in the system it comes from.",
                ),
                Option(
                    "source_modified_time",
                    kind="integer",
                    help="When the file was last changed in the system it comes from.",
                ),
                Option(
                    "security_categories",
                    kind="integer",
                    help="Security categories that a reader must belong to.",
                    is_list=True,
                ),
                Option("labels", kind="json", help="Labels of the file."),
                Option(
                    "geo_location",
                    kind="json",
                    help="Where the file belongs on the map, as a GeoJSON feature.",
                ),
                Option(
                    "overwrite",
                    kind="boolean",
                    help="Update the file that already has the external id of the body, if there is one. Without an external id in the body this has no effect.",
                ),
            ),
        ),
    ),
)

if __name__ == "__main__":
    raise SystemExit(main(COMMANDS))
