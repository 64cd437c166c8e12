#!/bin/sh
# Finds a Python that is new enough and hands over to setup.py beside this file. $PYTHON names one to use instead.
set -eu

for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$candidate" "$(dirname "$0")/setup.py" "$@"
    fi
done

cat >&2 <<'MESSAGE'
需要 Python 3.11 或更高版本。Debian/Ubuntu 请执行：  sudo apt-get install python3 python3-venv
若已安装在别处，请指明：  make PYTHON=/path/to/python3.12 ...
Python 3.11 or newer is needed. On Debian/Ubuntu:  sudo apt-get install python3 python3-venv
If it is installed elsewhere, name it:  make PYTHON=/path/to/python3.12 ...
MESSAGE
exit 1
