"""A school's existing document -> draft sources: Word, OpenDocument, PDF, Markdown or plain text.

Readers give a neutral list of paragraphs (`paper`), `structure` finds headings and rules in it, the `propose_*`
modules guess what a reader has to decide, and `draft` writes it all down as sources. Nothing of the document is lost:
what finds no place goes to the remainder, which fails the check until somebody decides.
"""
