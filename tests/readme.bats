# What README.md shows is what the programs print.

setup_file() {
	cd "$BATS_TEST_DIRNAME/.."
	B=${B:-build}
	B=$B tests/demo >"$BATS_FILE_TMPDIR/demo.out" 2>"$BATS_FILE_TMPDIR/demo.err"
	export PATH="$PWD/$B:$PATH" DEMO="$PWD/$B/demo"
}

@test "the demo runs through without a message but about the wrong reports" {
	[ ! -s "$BATS_FILE_TMPDIR/demo.err" ]
	[ "$(grep -c '^\$ gx-' "$BATS_FILE_TMPDIR/demo.out")" -ge 5 ]
	grep -q 't3.total\]$' "$BATS_FILE_TMPDIR/demo.out"
	grep -q '行政规范性文件 |' "$BATS_FILE_TMPDIR/demo.out"
}

@test "each command of README.md prints what stands below it" {
	local want=$BATS_TEST_TMPDIR/want got=$BATS_TEST_TMPDIR/got commands=0
	sed -n '/^```console$/,/^```$/p' "$BATS_TEST_DIRNAME/../README.md" |
		grep -v '^```' >"$want"
	cd "$DEMO"
	while IFS= read -r line; do
		case $line in
		'$ '*)
			printf '%s\n' "$line"
			LC_ALL=C.UTF-8 bash -c "${line#\$ }" </dev/null || true
			commands=$((commands + 1))
			;;
		esac
	done <"$want" >"$got"
	[ "$commands" -ge 3 ]
	diff "$want" "$got"
}

@test "README.md names every program, page and target that there is" {
	cd "$BATS_TEST_DIRNAME/.."
	for f in cmd/*.c; do
		grep -q "$(basename "$f" .c)" README.md
	done
	for f in man/*.5; do
		name=$(basename "$f" .5)
		grep -q "$name(5)" README.md
	done
}
