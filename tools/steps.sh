# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What ./check and ./demo share: one line a step, installing what is missing, building. Sourced with
# $logs set, from the root of the tree.

# Copies its input to a log, and now and then says how far the step is, where the input says so.
follow() {
  local log=$1 name=$2 line shown=$SECONDS every=20
  [ -t 1 ] && every=1
  while IFS= read -r line; do
    printf '%s\n' "$line" >&3
    if ((SECONDS - shown >= every)) && [[ $line =~ ^\[?\ *([0-9]+)/\ *([0-9]+) ]]; then
      shown=$SECONDS
      report '...' "$name ${BASH_REMATCH[1]}/${BASH_REMATCH[2]}"
    fi
  done 3>"$log"
}

# On a terminal a step's progress is overwritten by what comes next.
report() {
  local end='\n'
  [ -t 1 ] && printf '\r\033[K' && [ "$1" = ... ] && end=''
  printf "%-4s %s$end" "$1" "$2"
}

# run NAME COMMAND...: one line for the step, with its output in a log.
run() {
  local name=$1 log=$logs/${1//[^a-zA-Z0-9]/-}.log started=$SECONDS
  shift
  if "$@" 2>&1 </dev/null | follow "$log" "$name"; then
    report ok "$name ($((SECONDS - started)) s)"
  else
    report FAIL "$name ($((SECONDS - started)) s), see $log"
    return 1
  fi
}

# names LIST: the first words of a list file.
names() { sed -e 's/[#|].*//' -e '/^\s*$/d' "$1" | awk '{ print $1 }'; }

as_root() {
  if [ "$EUID" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 "$@"
}

install_packages() { apt update && apt install -y --no-install-recommends "$@"; }

# Node.js may come from elsewhere than Debian; Debian's npm could then not be installed beside it.
find_present_packages() {
  dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p'
  command -v node >/dev/null && echo nodejs
  command -v npm >/dev/null && echo npm
}

find_missing_packages() {
  comm -13 <(find_present_packages | sort -u) <(names tools/packages.list | sort)
}

packages() {
  local missing
  mapfile -t missing < <(find_missing_packages)
  if [ ${#missing[@]} -eq 0 ]; then
    report ok 'packages: nothing missing'
  elif ! run "packages: ${#missing[@]} missing" install_packages "${missing[@]}"; then
    tail -n 20 "$logs"/packages*.log
    exit 1
  fi
}

# configure DIR OPTION...: once; later runs of ninja configure again by themselves. The tests are some five
# hundred programs, and mold links one in a tenth of the time.
configure() {
  [ -f "$1/build.ninja" ] || CC_LD=mold meson setup "$@"
}

compile() { configure "$@" && ninja -C "$1"; }
