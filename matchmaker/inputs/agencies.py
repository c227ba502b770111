"""What a coordinator enters about its National Agency."""

from matchmaker.inputs.forms import Codes, Form, Website
from matchmaker.inputs.texts import Line


class OwnAgency(Form):
    """The agency, and which priorities it takes as European priorities in the national context, with the page that says so."""

    own_agency: Line = ""
    own_agency_website: Website = ""
    national_priorities: Codes = ()
    national_source: Website = ""
