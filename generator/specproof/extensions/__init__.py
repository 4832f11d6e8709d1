"""Extensions of documents (`x-…`): each folder holds all of one."""
