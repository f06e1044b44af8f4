package io.manyhands.process;

import java.util.List;

/// What the warden's shell runs: it reads lines of a command and a value until its input ends, then
/// kills what is left of process groups and removes what is left of directories.
///
/// | line | meaning |
/// |---|---|
/// | `add G`, `drop G` | know, forget a process group |
/// | `kill G` | kill it and forget it |
/// | `term G` | ask it to end |
/// | `keep D`, `forget D` | know, forget a directory, encoded |
/// | `end` | as the end of the input |
final class WardenScript {
    private static final String OCTAL = "01234567";

    /// The program may have been given any `PATH`: `rm` is looked for where systems have it, too.
    ///
    /// Names made of digits, of a group above one, and of directories of ours alone are acted on:
    /// anything else in their place would be a disaster.
    private static final String SCRIPT =
            """
            trap '' HUP INT QUIT TERM TSTP TTIN TTOU PIPE
            set -f
            cd /
            PATH=${PATH:+$PATH:}/usr/bin:/bin
            groups= directories= kept=
            without() {
              kept=
              for each in $1; do [ "$each" = "$2" ] || kept="$kept $each"; done
            }
            is_group() {
              case $1 in '' | 0* | 1 | *[!0-9]*) return 1 ;; esac
            }
            kill_group() {
              is_group "$1" && kill -s KILL -- "-$1" 2>/dev/null
            }
            remove() {
              path=$(printf '%b.' "$1")
              path=${path%.}
              case $path in /*) ;; *) return ;; esac
              case ${path##*/} in manyhands-*) rm -rf -- "$path" 2>/dev/null ;; esac
            }
            while read -r command value; do
              case $command in
                add) is_group "$value" && groups="$groups $value" ;;
                drop) without "$groups" "$value"; groups=$kept ;;
                kill) kill_group "$value"; without "$groups" "$value"; groups=$kept ;;
                term) is_group "$value" && kill -s TERM -- "-$value" 2>/dev/null ;;
                keep) directories="$directories $value" ;;
                forget) without "$directories" "$value"; directories=$kept ;;
                end) break ;;
              esac
            done
            for each in $groups; do kill_group "$each"; done
            for each in $directories; do remove "$each"; done
            exit 0
            """;

    private WardenScript() {}

    /// The words to start it with: deaf to terminals, in a session of its own.
    ///
    /// @throws LaunchFailure if this system has none
    static List<String> command() throws LaunchFailure {
        return Shell.inNewSession(SCRIPT, "manyhands-warden");
    }

    /// A path in letters that are one word to a shell, for `printf %b`.
    static String encode(byte[] path) {
        StringBuilder word = new StringBuilder(path.length + 16);
        for (byte each : path) {
            if (isPlain(each)) {
                word.append((char) each);
            } else {
                word.append("\\0")
                        .append(OCTAL.charAt((each >> 6) & 3))
                        .append(OCTAL.charAt((each >> 3) & 7))
                        .append(OCTAL.charAt(each & 7));
            }
        }
        return word.toString();
    }

    private static boolean isPlain(byte each) {
        return switch (each) {
            case '/', '-', '_', '.' -> true;
            default ->
                    (each >= 'a' && each <= 'z')
                            || (each >= 'A' && each <= 'Z')
                            || (each >= '0' && each <= '9');
        };
    }
}
