#!/bin/bash
# Puts Hengliang on a Debian 12 server that has no internet, from the unpacked bundle that this file lies in.
#
#   ./install.sh                 install, or upgrade to this bundle's release
#   ./install.sh --with-nginx    that, and Debian's nginx with a sample site, not switched on
#   ./install.sh step-back       run the release that ran before (from any copy of this file)
#   ./install.sh uninstall       remove the program and its units; home, backups and settings stay
#
# Run again, it finishes what was left and changes nothing that is done.
set -euo pipefail
umask 022
export LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin

user=hengliang
opt=/opt/hengliang
state=/var/lib/hengliang
backups=/var/backups/hengliang
settings=/etc/hengliang
units=/etc/systemd/system
command=/usr/local/bin/hengliang
os_release=/etc/os-release
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

stop() {
    echo "$1" >&2
    exit 1
}

said() { sed 's/^/  /' "$scratch/said" >&2; }

quietly() { "$@" >"$scratch/said" 2>&1; }

as_user() { (cd "$state" && runuser -u "$user" -- env -i HOME="$state" PATH="$PATH" LANG=C.UTF-8 "$@"); }

current() { basename "$(readlink "$opt/current" 2>/dev/null)" 2>/dev/null || true; }

previous() { basename "$(readlink "$opt/previous" 2>/dev/null)" 2>/dev/null || true; }

has_systemd() { [[ -d /run/systemd/system ]]; }

refuse_another_machine() {
    local system
    system=$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' "$os_release")
    [[ $system == "Debian GNU/Linux 12 "* ]] || stop "This bundle is for Debian 12 and this is ${system:-unknown}: use a Debian 12 server."
    [[ $(uname -m) == x86_64 ]] || stop "This bundle is for x86_64 and this is $(uname -m): use an x86_64 server."
}

refuse_damage() {
    [[ -f $here/SHA256SUMS ]] || stop "$here holds no SHA256SUMS: unpack the whole bundle and run install.sh in its folder."
    local found
    if ! found=$(cd "$here" && sha256sum --check --quiet --strict SHA256SUMS 2>/dev/null); then
        found=${found%%: *}
        stop "A file of the bundle is damaged or missing (${found:-SHA256SUMS}): carry the archive over again."
    fi
}

refuse_little_space() {
    local free
    free=$(df --output=avail -k "$(dirname "$opt")" | tail -n 1)
    ((free > 3 * 1024 * 1024)) || stop "$(dirname "$opt") has less than 3 GB free: make room, then run this again."
}

missing_packages() {
    local name names
    mapfile -t names < <(grep -v '^#' "$here/debian-packages.txt")
    for name in "${names[@]}" "$@"; do
        [[ $(dpkg-query -W -f '${Status}' "$name" 2>/dev/null) == "install ok installed" ]] || echo "$name"
    done
}

# apt itself picks from the bundle what this system lacks; it sees no other source.
install_packages() {
    local apt=(
        -qq -o Dir::Etc::SourceList="$scratch/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$scratch/lists"
        -o Dir::Cache="$scratch/cache" -o APT::Sandbox::User=root -o APT::Get::AllowUnauthenticated=true -o Dpkg::Use-Pty=0
    )
    [[ -f $here/debs/Packages ]] ||
        stop "This bundle brings no Debian packages and these are missing: $*. Install them from your own mirror, then run this again."
    echo "Installing Debian packages: $*"
    mkdir -p "$scratch/lists/partial" "$scratch/cache/archives/partial"
    ln -sfn "$here/debs" "$scratch/debs"
    echo "deb [trusted=yes] file:$scratch/debs ./" >"$scratch/sources.list"
    if ! quietly apt-get "${apt[@]}" update ||
        ! quietly env DEBIAN_FRONTEND=noninteractive apt-get "${apt[@]}" install -y --no-install-recommends "$@"; then
        said
        stop "Debian packages could not be installed (see above): install $* from your own mirror, then run this again."
    fi
}

make_user_and_folders() {
    getent passwd "$user" >/dev/null ||
        useradd --system --user-group --home-dir "$state" --no-create-home --shell /usr/sbin/nologin "$user"
    install -d -o "$user" -g "$user" -m 0750 "$state" "$state/home" "$state/inbox" "$state/exports" "$backups"
    install -d -m 0755 "$opt"
    install -d -o root -g "$user" -m 0750 "$settings"
    [[ -e $settings/environment ]] || install -o root -g "$user" -m 0640 "$source/deploy/environment" "$settings/environment"
}

# A release stands at its final place from the start, for an environment holds its own path; `complete` comes last.
make_release() {
    if [[ -e $release/complete ]]; then
        echo "Release $version is in $release already"
        return
    fi
    refuse_little_space
    echo "Making release $version in $release: two minutes or so"
    rm -rf "$release"
    mkdir -p "$source"
    tar -xf "$here/source.tar" -C "$source" --no-same-owner
    local pip=("$release/venv/bin/pip" --isolated --disable-pip-version-check --no-cache-dir install -q --no-index --no-deps)
    if ! quietly /usr/bin/python3.11 -m venv "$release/venv" ||
        ! quietly "${pip[@]}" --find-links "$here/wheels" --require-hashes -r "$here/requirements-run.lock" ||
        ! quietly "${pip[@]}" --no-build-isolation -e "$source" ||
        ! quietly "$release/venv/bin/pip" --isolated --disable-pip-version-check check ||
        ! quietly "$release/venv/bin/python" -m compileall -q "$source" ||
        ! quietly env HOME="$scratch" "$release/venv/bin/python" -c 'from orchestration.transform import prepare_project as p; p()'; then
        said
        stop "Release $version could not be made (see above): nothing was changed, and the release in force runs on."
    fi
    touch "$release/complete"
}

check_release() {
    [[ -e $release/checked ]] && return
    echo "Checking it: a month of the sample is settled, verified and printed"
    if ! quietly as_user "$release/venv/bin/python" -m deploy.self_check; then
        said
        stop "Release $version does not settle its own sample (see above): nothing was changed, and the release in force runs on."
    fi
    local expected found
    expected=$(sed -n 's/^outputs //p' "$here/RELEASE")
    found=$(sed -n 's/^outputs //p' "$scratch/said")
    [[ $found == "$expected" ]] ||
        stop "The sample's month came out as $found, and where the bundle was made as $expected: do not use this server, report both."
    echo "  every table of it has the bytes that it has where the bundle was made: ${found:0:12}…"
    touch "$release/checked"
}

# Nothing that a release cannot read is handed to it, and no release changes under a run.
check_home() {
    local given name
    name=$(basename "$1")
    mapfile -t given < <(grep -E '^[A-Z_]+=' "$settings/environment")
    if ! quietly as_user "${given[@]}" HENGLIANG_HOME="$state/home" "$1/venv/bin/hengliang" where; then
        said
        stop "Release $name does not take $settings/environment (see above): nothing was changed; mend the file and run this again."
    fi
    [[ -e $state/home/ledger.jsonl ]] || return 0
    echo "Checking that release $name reads the home"
    if ! quietly as_user "${given[@]}" HENGLIANG_HOME="$state/home" "$1/venv/bin/hengliang" verify; then
        said
        stop "Release $name finds fault with $state/home (see above): nothing was changed, and the release in force runs on."
    fi
    said 2>&1
    flock --nonblock "$state/home/writer.lock" true ||
        stop "A run is writing to $state/home: nothing was changed; wait until it has ended, then run this again."
}

switch_to() {
    local before
    before=$(current)
    if [[ $before != "$1" ]]; then
        [[ -z $before ]] || point previous "$before"
        point current "$1"
    fi
    install -m 0755 "$opt/$1/source/deploy/hengliang" "$command"
    place_units "$opt/$1/source/deploy/systemd"
    # A service that somebody started runs on with the release that is now in force.
    if has_systemd && ! systemctl try-restart hengliang-{serve,dagster-daemon,dagster-web}.service; then
        stop "Release $1 is in force and a service of it does not start (see above): \"install.sh step-back\" returns to the release before."
    fi
}

point() {
    ln -sfn "$2" "$opt/.$1"
    mv -fT "$opt/.$1" "$opt/$1"
}

place_units() {
    local unit
    for unit in "$units"/hengliang-*.{service,timer}; do
        [[ ! -e $unit || -e $1/$(basename "$unit") ]] || remove_unit "$unit"
    done
    install -d -m 0755 "$units/hengliang-.service.d"
    install -m 0644 "$1"/*.service "$1"/*.timer "$units"
    install -m 0644 "$1"/hengliang-.service.d/*.conf "$units/hengliang-.service.d"
    ! has_systemd || systemctl daemon-reload
}

remove_unit() {
    ! has_systemd || systemctl disable --now --quiet "$(basename "$1")"
    rm -f "$1"
}

place_nginx_site() {
    [[ -e /etc/nginx/sites-available/hengliang ]] ||
        install -m 0644 "$source/deploy/nginx/hengliang.conf" /etc/nginx/sites-available/hengliang
    echo "nginx: a sample site lies in /etc/nginx/sites-available/hengliang; it is not switched on"
}

install_or_upgrade() {
    refuse_damage
    version=$(sed -n 's/^version //p' "$here/RELEASE")
    release=$opt/$version
    source=$release/source
    local missing wanted=()
    [[ $1 != --with-nginx ]] || wanted=(nginx)
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    [[ ${#missing[@]} -eq 0 ]] || install_packages "${missing[@]}"
    make_release
    make_user_and_folders
    check_release
    check_home "$release"
    switch_to "$version"
    [[ $1 != --with-nginx ]] || place_nginx_site
    echo "Release $version is in force. Settings: $settings/environment; next: docs/runbooks/install-without-internet.md"
}

step_back() {
    local to
    to=$(previous)
    [[ -n $to && -e $opt/$to/complete ]] || stop "There is no release to step back to: $opt/previous names none."
    check_home "$opt/$to"
    switch_to "$to"
    echo "Release $to is in force again; $(previous) is kept, and stepping back once more returns to it."
}

uninstall() {
    local unit
    for unit in "$units"/hengliang-*.{service,timer}; do
        [[ ! -e $unit ]] || remove_unit "$unit"
    done
    rm -f "$units/hengliang-.service.d/sandbox.conf" "$command"
    rmdir --ignore-fail-on-non-empty "$units/hengliang-.service.d" 2>/dev/null || true
    ! has_systemd || systemctl daemon-reload
    rm -rf "$opt"
    echo "The program is removed. What was kept: $state (home), $backups, $settings, and the user $user who owns them."
}

main() {
    local what=${1:-install}
    [[ $EUID -eq 0 ]] || stop "Only root can install: run $0 as root."
    refuse_another_machine
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    case $what in
    install | --with-nginx) install_or_upgrade "$what" ;;
    step-back) step_back ;;
    uninstall) uninstall ;;
    *) stop "Usage: install.sh [--with-nginx | step-back | uninstall]" ;;
    esac
}

# Read whole before it runs, for uninstall removes the copy that it may be run from; sourced, it only defines.
[[ ${BASH_SOURCE[0]} != "$0" ]] || main "$@"
