#!/usr/bin/env bash
# Sets up this checkout: system packages that are missing, then .venv with exactly what requirements.lock pins.
#
#   ./setup.sh run    what the product needs
#   ./setup.sh test   that, and what its tests need (a browser); PySpark too where Java is on the machine already
#   ./setup.sh spark  what the product needs, and Java and PySpark for `hengliang settle --engine spark`
#
# Where everything is there, it says nothing and changes nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

stop() {
    echo "$1" >&2
    exit 1
}

find_python() {
    local candidate
    for candidate in python3.11 python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    stop "Python 3.11 was not found as python3.11 or python3: install it (Debian 12: apt-get install python3) and run again."
}

has_java() { [[ -x "${JAVA_HOME:-}/bin/java" ]] || command -v java >/dev/null; }

has_library() { [[ "$libraries" == *"$1"* ]]; }

# Asked of the system itself and not of a stamp: what was there yesterday may be gone today.
missing_packages() {
    local libraries
    libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    # WeasyPrint loads these by name when it writes a PDF.
    has_library libpango-1.0.so.0 || echo libpango-1.0-0
    has_library libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
    has_library libharfbuzz-subset.so.0 || echo libharfbuzz-subset0
    # Without a Chinese font every Chinese sign in a PDF or a screenshot is an empty box.
    if ! command -v fc-list >/dev/null; then
        echo fontconfig fonts-noto-cjk
    elif [[ -z "$(fc-list :lang=zh-cn family)" ]]; then
        echo fonts-noto-cjk
    fi
    if [[ "$purpose" == test ]] && ! command -v chromium >/dev/null; then
        echo chromium
    fi
    if [[ "$purpose" == spark ]] && ! has_java; then
        echo openjdk-17-jre-headless
    fi
}

install_packages() {
    local as_root=() by_hand="apt-get update && apt-get install -y --no-install-recommends $*"
    command -v apt-get >/dev/null || stop "System packages are missing and there is no apt-get: install $*, then run this again."
    if [[ $EUID -ne 0 ]]; then
        as_root=(sudo -n)
        sudo -n true 2>/dev/null || stop "System packages are missing: as root, run \"$by_hand\", then run this again."
    fi
    echo "Installing system packages: $*"
    # Debian's index may be older than its packages, so it is always renewed first.
    "${as_root[@]}" apt-get update -qq &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 "$@" >/dev/null ||
        stop "System packages could not be installed: as root, run \"$by_hand\", then run this again."
}

install_pinned() {
    echo "Installing Python packages into .venv"
    "$python" -m venv --clear .venv
    # uv takes seconds where pip takes a minute. It does not read pip's configuration, so where only pip knows the way
    # to an index, pip does the work: both install the same files, by hash. Both compile them, as pip always does:
    # where PYTHONDONTWRITEBYTECODE is set, every command would otherwise compile 1,500 modules before it begins.
    local pinned_uv=.venv/uv.lock
    awk '/^uv==/ { on = 1 } on { print } on && !/\\$/ { exit }' requirements.lock >"$pinned_uv"
    .venv/bin/pip install -q --disable-pip-version-check --require-hashes --no-deps -r "$pinned_uv"
    if ! .venv/bin/uv pip install -q --python .venv/bin/python --compile-bytecode --require-hashes --no-deps \
        -r requirements.lock; then
        echo "uv could not install them; pip does it instead, which takes a minute or two"
        .venv/bin/pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
    fi
}

install_spark() {
    echo "Installing PySpark into .venv"
    # It comes as sources without anything to compile; setuptools, which packs them, is one of the pins.
    local flags=(--require-hashes --no-deps --no-build-isolation -r requirements-spark.lock)
    if ! .venv/bin/uv pip install -q --python .venv/bin/python --compile-bytecode "${flags[@]}"; then
        echo "uv could not install it; pip does it instead"
        .venv/bin/pip install -q --disable-pip-version-check "${flags[@]}"
    fi
}

install_project() {
    .venv/bin/pip install -q --disable-pip-version-check --no-index --no-deps --no-build-isolation -e .
}

purpose=${1:-}
[[ "$purpose" == run || "$purpose" == test || "$purpose" == spark ]] || stop "Usage: ./setup.sh run|test|spark"

python=$(find_python)
mapfile -t missing < <(missing_packages | tr ' ' '\n')
if [[ ${#missing[@]} -gt 0 ]]; then
    install_packages "${missing[@]}"
fi

# An environment holds its own place and its Python's: moved or upgraded, it is made anew.
lock_stamp="$PWD $("$python" -c 'import sys; print(sys.base_prefix, sys.version)') $(sha256sum <requirements.lock)"
if [[ "$(cat .venv/lock.stamp 2>/dev/null)" != "$lock_stamp" ]]; then
    install_pinned
    echo "$lock_stamp" >.venv/lock.stamp
fi
if [[ "$purpose" == spark ]] || { [[ "$purpose" == test ]] && has_java; }; then
    spark_stamp=$(sha256sum <requirements-spark.lock)
    if [[ "$(cat .venv/spark.stamp 2>/dev/null)" != "$spark_stamp" ]]; then
        install_spark
        echo "$spark_stamp" >.venv/spark.stamp
    fi
fi
project_stamp=$(sha256sum <pyproject.toml)
if [[ "$(cat .venv/project.stamp 2>/dev/null)" != "$project_stamp" ]]; then
    install_project
    echo "$project_stamp" >.venv/project.stamp
fi
