"""What outlives a process: a journal of unfinished uploads, so that a later call sends only the missing parts.

A file at a path is in the journal from the start of its upload until the server has confirmed the content. The same
call with the same file, by path, inode, size and time of change, resumes the upload. Sources without a path (bytes,
open files, pipes) are never in the journal.
"""
