# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors
#
# What ./plan and ./check share; sourced, not run. Needs $root, the folder of the project.
# shellcheck shell=bash disable=SC2154

# Two calls at the same time must not build in the same folder: the second waits.
lock_build() {
    mkdir -p "$root/build"
    exec 9> "$root/build/.lock"
    if ! flock --nonblock 9; then
        echo "Waiting for another ./plan or ./check to finish its build"
        flock 9
    fi
}

unlock_build() {
    exec 9>&-
}

# configure NAME [CMAKE ARGUMENTS]: makes build/NAME. Does nothing when it is there, made with the
# same arguments, by the same packages.
configure() {
    local dir=$root/build/$1 now
    now="$*"$'\n'"$(bash "$root/tools/install-packages" --state)"
    if [ -f "$dir/build.ninja" ] && [ "$(cat "$dir/.configured" 2> /dev/null)" = "$now" ]; then
        return 0
    fi
    echo "Configuring build/$1"
    if ! cmake -S "$root" -B "$dir" -G Ninja "${@:2}" > "$dir.log" 2>&1; then
        cat "$dir.log" >&2
        echo "Configuring build/$1 failed" >&2
        return 1
    fi
    sed -n 's/^-- ipsec-offload: /  /p' "$dir.log"
    mv "$dir.log" "$dir/configure.log"
    printf '%s\n' "$now" > "$dir/.configured"
}

# compile NAME [TARGETS]: builds in build/NAME; silent when nothing is to do.
compile() {
    ninja -C "$root/build/$1" "${@:2}" 2>&1 9>&- | awk -v tty="$([ -t 1 ] && echo 1 || echo 0)" '
        /^ninja: (Entering directory|no work to do)/ { next }
        /Re-checking globbed directories|Re-running CMake/ { next }
        /^-- / { next }
        match($0, /^\[[0-9]+\/[0-9]+\]/) {
            split(substr($0, 2, RLENGTH - 2), step, "/")
            if (tty) {
                printf "\r  built %d of %d \033[K", step[1], step[2]
                open_line = 1
            } else if (step[1] >= next_shown || step[1] == step[2]) {
                printf "  built %d of %d\n", step[1], step[2]
                next_shown = step[1] + step[2] / 5
            }
            fflush()
            next
        }
        {
            if (open_line) { printf "\n"; open_line = 0 }
            print
            fflush()
        }
        END { if (open_line) printf "\n" }'
}
