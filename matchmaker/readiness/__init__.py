"""Whether a consortium is ready to apply: what its call asks of each partner, and what of it is there. Pure.

*Received* is worked out from what is there; *accepted* is said by whoever coordinates, of the very thing that was opened: what
changes after that is only received again.
"""
