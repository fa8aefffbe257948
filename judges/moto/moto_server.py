"""moto's server with a quicker clock and one repair.

Every timed wait and sleep of its workflow engine is divided by MOTO_PACE. Definitions keep their TimeoutSeconds and
IntervalSeconds, they only pass sooner: a minute of waiting for an event that never comes does not cost a minute.

The repair: the integration arn:aws:states:::states:startExecution fails with States.Runtime, because moto hands the
names of its parameters to botocore as the state machine writes them, StateMachineArn instead of stateMachineArn, and
the answer on as botocore gives it, with a datetime no JSON can hold. It has to go when moto does better.
"""

import os
import sys
import threading
import time

pace = float(os.environ["MOTO_PACE"])
_sleep, _wait = time.sleep, threading.Event.wait


def quick_sleep(seconds):
    return _sleep(seconds / pace)


def quick_wait(self, timeout=None):
    return _wait(self, None if timeout is None else timeout / pace)


time.sleep = quick_sleep
threading.Event.wait = quick_wait

from moto.server import main  # noqa: E402  (after the clock)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_sfn import (  # noqa: E402
    StateTaskServiceSfn,
)

normalise = StateTaskServiceSfn._normalise_parameters


def normalise_names(self, parameters, *rest, **named):
    normalise(self, parameters, *rest, **named)
    if "stateMachineArn" in parameters:
        sys.exit("moto normalises the names of parameters now: remove the repair")
    for name in list(parameters):
        parameters[name[0].lower() + name[1:]] = parameters.pop(name)


def normalise_answer(self, response, *rest, **named):
    for name in list(response):
        value = response.pop(name)
        response[name[0].upper() + name[1:]] = value.isoformat() if hasattr(value, "isoformat") else value


StateTaskServiceSfn._normalise_parameters = normalise_names
StateTaskServiceSfn._normalise_response = normalise_answer

main(sys.argv[1:])
