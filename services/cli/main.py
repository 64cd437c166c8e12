"""`liandong`: the command line's front door. It opens at once, so that Ctrl-C never meets a stack trace."""

import signal
import sys
from typing import NoReturn

INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command that the arguments name; exits with a code of `services.cli.failure.Exit`.

    Before and after the command itself there is nothing to tidy up, and Ctrl-C ends the process without a word.
    """
    heeded = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # not where it is to be ignored (nohup)
    if heeded:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from services.cli.call import call

    try:
        if heeded:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        code = call()
        if heeded:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
    except KeyboardInterrupt:  # a second one, while the first was being told
        code = INTERRUPTED
    sys.exit(code)


if __name__ == "__main__":
    main()
