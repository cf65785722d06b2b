# Helpers of the bats files that run whole programs on generated reports.
# load it, then call programs in setup.

# Where everything is; the test goes on in a folder of its own.
programs() {
	bats_require_minimum_version 1.5.0
	B=$(realpath "${B:-build}")
	split="$B/gx-split" table="$B/gx-table" check="$B/gx-check" sum="$B/gx-sum"
	gen="$B/tests/gen"
	here=$(realpath tests)
	export LC_ALL=C.UTF-8
	unset LC_MESSAGES NO_COLOR
	cd "$BATS_TEST_TMPDIR" || return 1
}

need() {
	local tool

	for tool; do
		command -v "$tool" >/dev/null || skip "$tool is not installed"
	done
}

# Are the programs built with the sanitizers?  They take several times as long, start in
# 50 ms, and keep up to 256 MiB of freed memory for a while.
is_sanitized() {
	grep -qF __asan_init "$table"
}

# All layouts that the generator writes.
layouts() {
	"$gen" --list | awk -F'\t' '$1 == "layout" { print $2 }'
}

# Text layouts in which the borders of the cells are left, and in which not.
tables='tsv cells pipe bars'
loose='para barlines barends raw layout'

# report FILE OPTIONS...: a generated report, and what it says in FILE.truth
report() {
	"$gen" --truth="$1.truth" "${@:2}" >"$1"
}

# The cells of the official tables: table row col value, sorted
figures() {
	awk -F'\t' '$5 ~ /^t[234]$/ { print $5 "\t" $6 "\t" $7 "\t" $8 }' |
		LC_ALL=C sort
}

# true_cells FILE: gx-table reads from FILE what the generator wrote
true_cells() {
	diff <(LC_ALL=C sort "$1.truth") <("$table" "$1" | figures)
}

# cell TABLE.ROW.COL of the records on stdin: value|unit|raw|flag
cell() {
	awk -F'\t' -v key="$1" '$5 "." $6 "." $7 == key {
		print $8 "|" $9 "|" $10 "|" $12 }'
}

# fact ROW.COL of the records on stdin: value|raw
fact() {
	awk -F'\t' -v key="doc.$1" '$5 "." $6 "." $7 == key { print $8 "|" $10 }'
}

# outcome RULE FILE...: how often it fails and how often it is unknown
outcome() {
	"$check" --no-header --stats -r "$1" "${@:2}" 2>/dev/null | cut -f5,6
}

# peak COMMAND...: the megabytes of memory that the command takes at most
peak() {
	python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)' "$@"
}

# golden NAME COMMAND...: standard output, errors and status are those kept in
# tests/golden/NAME; GOLDEN=update writes them anew
golden() {
	local kept="$here/golden/$1" got status

	got=$("${@:2}" 2>golden.err; echo "-- status $?")
	[ ! -s golden.err ] || got+=$'\n'$(sed 's/^/-- /' golden.err)
	if [ "${GOLDEN-}" = update ]; then
		mkdir -p "$here/golden"
		printf '%s\n' "$got" >"$kept"
	fi
	diff "$kept" <(printf '%s\n' "$got")
}
