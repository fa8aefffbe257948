"""Reads a JSON list of state machine definitions and answers for each with null, or with why moto could not read it.

What comes after a refused definition is not to be trusted: its parser keeps the language it was in.
"""

import json
import sys

from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser


def fault_of(definition):
    try:
        AmazonStateLanguageParser.parse(definition)
    except Exception as error:  # its components refuse with errors of every kind
        return f"{type(error).__name__}: {error}"[:500]
    return None


json.dump([fault_of(definition) for definition in json.load(sys.stdin)], sys.stdout)
