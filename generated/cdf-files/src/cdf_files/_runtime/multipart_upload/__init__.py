"""Uploads in parts, as a document's ``x-multipart-upload`` declares them.

Modules and folders, each importing from lines above its own only:

    protocol, errors, pointers            the declaration as data, what is raised, JSON pointers
    options, plan, start, parts           the caller's choices, the cuts of a file, the start, requests for parts
    sendfile_transport                    requests whose body the operating system copies into the socket
    source, upload_state                  the bytes of a file, what one upload has done so far
    job, steps                            one upload as data, what its flow asks a driver to do
    resume                                the journal, its leases and its folder: what outlives a process
    upload_protocol                       the flow of an upload as steps, without input and output
    drivers                               the flow performed: blocking, and on asyncio
    resume_api                            resume or discard an upload by its key
    batch                                 many files by one call
    command                               the command line of a package
"""
