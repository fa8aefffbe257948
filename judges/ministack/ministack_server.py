"""
MiniStack's server, with one thing changed that it has no setting for. Prints one line of JSON before it serves: what it would have done.

A custom resource's ResponseURL is an object of S3 in AWS, https and under amazonaws.com, and the removal guard answers
nowhere else. MiniStack gives it an address on its own port. Here it has AWS's form, with MiniStack's token for a name, and
answer-through-gateway.ts brings the answer to where MiniStack waits for it.
"""

import json

from ministack import app
from ministack.core import tls
from ministack.services.cloudformation import custom_resource

own = custom_resource._response_url

print(json.dumps({"responseUrl": own("token"), "certificateFile": tls.resolve_tls_material()[0]}), flush=True)


def response_url(token):
    return f"https://cloudformation-custom-resource-response.s3.amazonaws.com/{token}"


custom_resource._response_url = response_url
app.main()
