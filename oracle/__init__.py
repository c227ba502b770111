"""The judges that tests and benchmarks share: what the check and the search say is found again by somebody else.

A judge is worth something only while it is independent, so each imports, beside the standard library and the other judges:

- of the check (`rechecking`, `recounting`, `supporting`): what the programme says (`matchmaker.programme`), and what is asked
  and answered (`eligibility.facts`, `eligibility.findings`); none of the rules, nothing that counts.
- of what the readings of a call come to (`agreement`), which they are (`readings`): the check of each.
- of the search and the score (`brute_force`): the programme, requests and organisations as they are stated (`matchmaker.inputs`),
  and the eligibility check as a whole; nothing of `matchmaker.matching`.

`tests/house/test_oracle.py` holds this. Nothing here is installed: the product never asks its judges.
"""
