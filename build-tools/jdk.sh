# Sourced by ./build and ./manyhands. `use_jdk` sets JAVA_HOME to a JDK of the lowest release that will do, or newer.
# It reads each JDK's `release` file and starts no process: the launcher runs this every time.

readonly JDK_RELEASE=25

jdk_is_new_enough() {
  local home=$1 line version
  [ -x "$home/bin/java" ] && [ -x "$home/bin/javac" ] && [ -r "$home/release" ] || return 1
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*)
        version=${line#JAVA_VERSION=}
        version=${version//\"/}
        version=${version%%[!0-9]*}
        [ "${version:-0}" -ge "$JDK_RELEASE" ]
        return
        ;;
    esac
  done <"$home/release"
  return 1
}

jdk_of_path() {
  local java
  java=$(command -v java) || return 1
  java=$(readlink -f "$java" 2>/dev/null) || return 1
  printf '%s' "${java%/bin/java}"
}

find_jdk() {
  local home
  if [ -n "${JAVA_HOME:-}" ] && jdk_is_new_enough "$JAVA_HOME"; then
    return 0
  fi
  for home in "$(jdk_of_path)" /usr/lib/jvm/* /opt/* "${HOME:-}"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && jdk_is_new_enough "$home"; then
      JAVA_HOME=$home
      return 0
    fi
  done
  return 1
}

# $1: the name of the calling script, for the message.
use_jdk() {
  if ! find_jdk; then
    echo "$1: needs a JDK $JDK_RELEASE or newer: install one (temurin-25-jdk, openjdk-25-jdk) or set JAVA_HOME to it" >&2
    exit 2
  fi
  export JAVA_HOME
}

use_maven() {
  if ! command -v mvn >/dev/null; then
    echo "$1: needs Apache Maven 3.8.7 or newer: install it (apt-get install maven, brew install maven) and have mvn in PATH" >&2
    exit 2
  fi
}
