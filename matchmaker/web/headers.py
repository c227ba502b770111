"""The security headers of every answer: nothing from elsewhere, nothing inline, no frames."""

from typing import Final

from flask import Flask, Response, request
from secure import Secure
from secure.headers import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

WITHOUT_REFERRER: Final = frozenset({"links", "partner"})
"""Blueprints whose pages tell nobody from where one comes: an address of the first holds a secret."""
POLICY: Final = "Content-Security-Policy"
APART: Final = "sandbox; default-src 'none'"
"""The policy of what others made: it runs nothing, loads nothing and is of no origin."""
IN_THE_PAGE: Final = {"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerHTML"}
"""For htmx: this answer is a page, to be shown in place of the one from which was asked."""


def init_app(app: Flask, *, production: bool) -> None:
    """Set the headers after each request; in production also that only HTTPS is to be used. A stricter policy of a view stays."""
    policy = (
        ContentSecurityPolicy()
        .default_src("'none'")
        .script_src("'self'")
        .style_src("'self'")
        .img_src("'self'", "data:")
        .connect_src("'self'")
        .manifest_src("'self'")
        .form_action("'self'")
        .base_uri("'none'")
        .frame_ancestors("'none'")
    )
    headers = Secure(
        csp=policy,
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        hsts=StrictTransportSecurity().max_age(365 * 24 * 3600).include_subdomains() if production else None,
        permissions=PermissionsPolicy().geolocation().camera().microphone(),
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )

    def secured(response: Response) -> Response:
        own = response.headers.get(POLICY)
        headers.set_headers(response)
        if request.blueprint in WITHOUT_REFERRER:
            response.headers["Referrer-Policy"] = "no-referrer"
        if own:
            response.headers[POLICY] = own
        return response

    app.after_request(secured)
