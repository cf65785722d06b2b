#!/usr/bin/env bats
# What is written about the programs agrees with what they do: manual pages,
# --help, completion; and the examples of the manual work as they stand there.
bats_require_minimum_version 1.5.0

programs="gx-split gx-table gx-check gx-sum"

setup_file() {
	export B="${B:-build}"
	SRC="$PWD"
	PATH="$(realpath "$B"):$PATH"
	export SRC PATH LC_ALL=C.UTF-8
	unset LC_MESSAGES NO_COLOR
	gen="$(realpath "$B/tests/gen")"

	# the reports of which the examples speak
	mkdir -p "$BATS_FILE_TMPDIR/given"
	cd "$BATS_FILE_TMPDIR/given" || exit
	"$gen" --count=24 --tar --seed=5 --form=2021 --layout=cells,tsv \
		--fault=none,balance,t4total,blank,image,order492,bookmark |
		gzip >reports.tar.gz
	mkdir reports
	tar xzf reports.tar.gz -C reports
	for year in 2022 2023; do
		"$gen" --count=4 --tar --seed=5 --year=$year --layout=tsv |
			gzip >$year.tar.gz
	done
}

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
}

# long_options PROGRAM, short_options PROGRAM: those that --help shows
long_options() { "$1" --help | grep -oE '^  (-.,|   ) --[a-z0-9-]+' | grep -oE -- '--.*'; }
short_options() { "$1" --help | grep -oE '^  -.,' | tr -d ' ,'; }

# With the sanitizers programs start slowly, and what is looked at here is text.
once() {
	! grep -qF __asan_init "$(command -v gx-sum)" || skip "done without the sanitizers"
}

need() {
	for tool; do
		command -v "$tool" >/dev/null || skip "$tool is not installed"
	done
}

# same A B: the two lists have the same members
same() { diff <(sort -u <<<"$1") <(sort -u <<<"$2"); }

# part PAGE HEADING: the lines under a heading of a page
part() {
	awk -v want="$2" '/^\.S[sh] / { on = substr($0, 5) == want; next } on' \
		"$SRC/man/$1"
}

# tags MACRO: the words of the tags of lists in standard input
tags() {
	grep -E "^\.It $1 " | sed -E "s/^\.It $1 //; s/ (Ar|Ns|No|Li|Cm|Pq).*//; s/ , /\n/g" |
		tr -d '"'
}

@test "every option of --help stands in the manual page of the program, and back" {
	for p in $programs; do
		same "$(long_options $p)" \
			"$(grep '^\.It' "$SRC/man/$p.1" | grep -oE 'Fl Fl [a-z0-9-]+' |
				sed 's/Fl Fl /--/')"
		same "$(short_options $p)" \
			"$(grep -oE '^\.It Fl . ,' "$SRC/man/$p.1" | sed 's/.*Fl \(.\) ,/-\1/')"
	done
}

@test "options have the same arguments in --help and in the manual page" {
	for p in $programs; do
		same "$("$p" --help | grep -oE -- '--[a-z0-9-]+=[A-Z0]+')" \
			"$(grep -E '^\.It .*Fl Fl [a-z0-9-]+ Ns = Ns Ar' "$SRC/man/$p.1" |
				sed -E 's/.*Fl Fl ([a-z0-9-]+) Ns = Ns Ar ([A-Z0]+).*/--\1=\2/')"
	done
}

@test "--help has the same options in English and in Chinese" {
	for p in $programs; do
		diff <("$p" --help | grep -oE -- '^  (-.,|   ) --[^ ]*') \
			<(LC_ALL=zh_CN.UTF-8 "$p" --help | grep -oE -- '^  (-.,|   ) --[^ ]*')
		LC_ALL=zh_CN.UTF-8 "$p" --help | grep -q 用法
	done
}

# complete_bash LINE, complete_zsh LINE, complete_fish LINE: what the shell would offer.
# Where CHINESE is not empty its user reads Chinese.
complete_bash() {
	bash -c '. "$1/completions/gx.bash"
		COMP_LINE=$2 COMP_POINT=${#2}
		_gx "${2%% *}"
		printf "%s\n" "${COMPREPLY[@]}"' - "$SRC" "$1"
}

complete_zsh() {
	local home="$BATS_FILE_TMPDIR/zsh"

	mkdir -p "$home"
	cp "$SRC/tests/offer.zsh" "$home/.zshrc"
	: >"$home/offered"
	env ${CHINESE:+LC_ALL= LC_CTYPE=C.UTF-8 LC_MESSAGES=zh_CN} \
		LINE="$1" OUT="$home/offered" COMPLETIONS="$SRC/completions" ZDOTDIR="$home" \
		script -qec 'stty cols 200; exec zsh -i' /dev/null </dev/null >"$home/screen" 2>&1
	cat "$home/offered"
}

complete_fish() {
	local home="$BATS_FILE_TMPDIR/fish"

	mkdir -p "$home"
	for p in $programs; do
		cp "$SRC/completions/gx.fish" "$home/$p.fish"
	done
	env ${CHINESE:+LC_ALL= LC_CTYPE=C.UTF-8 LC_MESSAGES=zh_CN} \
		HOME="$home" fish --no-config -c 'set fish_complete_path $argv[1]
		complete -C $argv[2]' "$home" "$1" >"$home/offered" 2>&1
	cut -f1 "$home/offered"
}

# offers SHELL LINE WORDS: it would offer these words and no other.  Shells differ in
# how much of the word at hand they repeat, and in the / behind a folder.
offers() {
	same "$("complete_$1" "$2" | sed -E 's/.*[=,:]//; s|/$||')" "$(tr ' ' '\n' <<<"$3")" ||
		{ echo "$1: $2"; false; }
}

# offers_options SHELL: every long option of every program, and short ones
offers_options() {
	for p in $programs; do
		same "$("complete_$1" "$p --" | tr -d =)" "$(long_options $p)"
		"complete_$1" "$p -" | grep -qx -- -o
	done
}

# offers_arguments SHELL: what an option takes, by what it is
offers_arguments() {
	printf 'town\tcost\nA\t1\n' >towns.tsv
	offers "$1" 'gx-check -f ' 'tsv text json sarif junit github'
	offers "$1" 'gx-check --fail-on=' 'error warning note never'
	offers "$1" 'gx-check --color a' 'auto always'
	offers "$1" 'gx-check -r ' "$(gx-check --list | cut -f1)"
	offers "$1" 'gx-check -x t4.' "$(gx-check --list | cut -f1 | grep '^t4')"
	offers "$1" 'gx-check --skip=t4.' "$(gx-check --list | cut -f1 | grep '^t4')"
	offers "$1" 'gx-sum -s m' 'min max mean'
	offers "$1" 'gx-sum --stats=sum,m' 'min max mean'
	offers "$1" 'gx-sum -g year,o' org
	offers "$1" 'gx-sum --group=year,o' org
	offers "$1" 'gx-sum towns.tsv -g to' town
	offers "$1" 'gx-sum towns.tsv -g town -s sum:c' cost
	offers "$1" 'gx-split --max-ratio ' ''
}

# offers_names SHELL: files and folders, where they are wanted, and the columns of a
# file with blanks in its name
offers_names() {
	mkdir -p tours 'a b'
	mv towns.tsv 'a b/c d.tsv'
	: >torn.rules
	offers "$1" 'gx-sum a\ b/c\ d.tsv -g to' town
	offers "$1" 'gx-sum to' 'torn.rules tours'
	offers "$1" 'gx-sum -o to' 'torn.rules tours'
	offers "$1" 'gx-check --rules=to' 'torn.rules tours'
	offers "$1" 'gx-split --forms to' tours
	offers "$1" 'gx-split --forms=to' tours
}

@test "the completion of bash offers options and what they take" {
	offers_options bash
	offers_arguments bash
}

@test "the completion of zsh offers options, what they take, files and folders" {
	need zsh script
	once
	offers_options zsh
	grep -qF -- '-- write to FILE, which appears' "$BATS_FILE_TMPDIR/zsh/screen"
	CHINESE=yes complete_zsh 'gx-check --fail'
	grep -qF -- '-- 达到此级别时' "$BATS_FILE_TMPDIR/zsh/screen"
	offers_arguments zsh
	complete_zsh 'gx-check -r t4.'
	grep -qF -- "-- $(gx-check --list | sed -n 's/^t4.total\t.*\t//p')" "$BATS_FILE_TMPDIR/zsh/screen"
	offers_names zsh
}

@test "the completion of fish offers options, what they take, files and folders" {
	need fish
	once
	offers_options fish
	grep -qP -- '^-o\twrite to FILE, which appears' "$BATS_FILE_TMPDIR/fish/offered"
	CHINESE=yes complete_fish 'gx-check --fail'
	grep -qP -- '^--fail-on\t达到此级别时' "$BATS_FILE_TMPDIR/fish/offered"
	offers_arguments fish
	complete_fish 'gx-check -r t4.'
	grep -qP "^t4.total\t\Q$(gx-check --list | sed -n 's/^t4.total\t.*\t//p')" "$BATS_FILE_TMPDIR/fish/offered"
	offers_names fish
}

@test "every program completes, and the file for bash is clean" {
	for p in $programs; do
		grep -E '^complete ' "$SRC/completions/gx.bash" | grep -qw -- "$p"
		grep -E '^#compdef ' "$SRC/completions/_gx" | grep -qw -- "$p"
		grep -E '^for name in ' "$SRC/completions/gx.fish" | grep -qw -- "$p"
	done
	need shellcheck
	shellcheck -s bash "$SRC/completions/gx.bash"
}

@test "the manual pages have no mistake that mandoc knows" {
	need mandoc
	cd "$SRC"
	mandoc -Tlint -Wwarning man/*.[15]
}

@test "the manual pages are shown by man without a complaint" {
	need man
	for f in "$SRC"/man/*.[15]; do
		run --separate-stderr env MANPAGER=cat MANWIDTH=80 man --warnings -l "$f"
		[ "$status" -eq 0 ]
		[ "${#lines[@]}" -gt 50 ]
		[ -z "$stderr" ]
	done
}

@test "manual pages name only pages that are there" {
	for x in $(grep -ohE '^\.Xr gx-[a-z]+ [0-9]' "$SRC"/man/* | cut -d' ' -f2,3 |
		tr ' ' . | sort -u); do
		[ -f "$SRC/man/$x" ]
	done
}

@test "gx-records(5) has every column of every kind" {
	while read -r heading program; do
		for c in $($program </dev/null 2>/dev/null | head -n 1); do
			{ part gx-records.5 Block; part gx-records.5 "$heading"; } |
				tags Li | grep -qx "$c" || { echo "$heading: $c"; false; }
		done
	done <<-END
	Block gx-split
	Cell gx-table
	Finding gx-check
	END
	for c in $(gx-check --stats --waive /dev/null </dev/null 2>/dev/null | head -n 1); do
		part gx-records.5 Others | grep -qw "$c" || { echo "--stats: $c"; false; }
	done
}

@test "gx-records(5) has every kind of block" {
	kinds=$(sed -n '/role_name\[\] = {/,/};/p' "$SRC/lib/read/blocks.c" |
		grep -oE '"[a-z]+"' | tr -d '"')
	for k in $kinds cell image note; do
		part gx-records.5 Block | tags Li | grep -qx "$k"
	done
}

@test "gx-records(5) has every flag of a cell, and no other" {
	same "$(sed -n '/flag_word\[\] = {/,/};/p' "$SRC/lib/report/value.c" |
		grep -oE '"[a-z]+"' | tr -d '"')" "$(part gx-records.5 Flags | tags Li)"
}

@test "gx-records(5) has every fact that the reports of the examples give" {
	gx-table "$BATS_FILE_TMPDIR/given/reports.tar.gz" \
		"$BATS_FILE_TMPDIR/given/2023.tar.gz" |
		awk -F'\t' '$5 == "doc" { print $6 "." $7 }' | sort -u >facts
	[ "$(wc -l <facts)" -gt 40 ]
	facts=$(part gx-records.5 Facts)
	named=$(grep '^\.It Li' <<<"$facts" | tr ' ' '\n')
	while IFS= read -r fact; do
		case $fact in
		t[234].*) fact=${fact#*.} ;;
		s[1-6].*) fact=s1.${fact#*.} ;;
		topic.*) fact=topic. ;;
		law.*) fact=law. ;;
		note.*) fact=note. ;;
		form.labels_*) fact=form.labels_ ;;
		esac
		grep -qxF "$fact" <<<"$named" || { echo "$fact"; false; }
	done <facts
	for key in $(grep -oE '^(law|topic)\.[a-z0-9_]+' facts | cut -d. -f2); do
		grep -qw "$key" <<<"$facts"
	done
}

# offered TEXT: what gx-check says that there is instead of what TEXT has
offered() {
	printf 'rule x\nlevel error\n%b\n' "$1" >x.rules
	gx-check --rules x.rules /dev/null 2>&1 |
		sed -n 's/.*; there are //p' | head -n 1 |
		sed 's/ and the variables.*//; s/ REF[^,]*//g' | tr -d ' ' | tr ',' '\n'
}

@test "gx-rules(5) has every word, function and placeholder" {
	words=$(offered 'nonsense x\nmust 1 = 1')
	[ "$(wc -w <<<"$words")" -ge 14 ]
	for w in $words; do
		part gx-rules.5 'The file' | grep -E '^\.It Ic' | grep -qw "$w" || { echo "$w"; false; }
	done
	functions=$(offered 'must nonsense(a.b.c) = 1')
	[ "$(wc -w <<<"$functions")" -ge 7 ]
	for w in $functions; do
		part gx-rules.5 Conditions | grep -qF ".It Ic $w(" || { echo "$w"; false; }
	done
	placeholders=$(offered 'must 1 = 1\nen {nonsense}')
	[ "$(wc -w <<<"$placeholders")" -ge 17 ]
	for w in $placeholders; do
		part gx-rules.5 Messages | grep '^\.It' | grep -qE "\{${w}[} ]" || { echo "$w"; false; }
	done
	for w in 'rows(' 'cols(' 'present('; do
		part gx-rules.5 Sets | grep -qF ".It Ic $w"
	done
	for w in year form org doc; do
		part gx-rules.5 Conditions | grep -E '^\.It Ic' | grep -qw $w
	done
	for w in error warning note off; do
		part gx-rules.5 'The file' | grep -qw $w
	done
}

@test "gx-rules(5) has every cell that tells of all reports together" {
	cells=$(grep -ohE 'add_fact\(run, "[a-z]+", "[a-z]+", "[a-z]+"' "$SRC"/lib/check/across*.c |
		cut -d'"' -f2,4,6 | tr '"' . | sort -u)
	[ "$(wc -w <<<"$cells")" -ge 4 ]
	for c in $cells; do
		part gx-rules.5 References | tags Li | grep -qxF "$c" || { echo "$c"; false; }
	done
}

@test "gx-forms(5) has every column and kind of a form file" {
	form="$SRC/lib/forms/report.tsv"
	for c in $(head -n 1 "$form"); do
		part gx-forms.5 Lines | tags Li | grep -qx "$c" || { echo "$c"; false; }
	done
	for k in $(sed 1d "$form" | cut -f3 | sort -u); do
		part gx-forms.5 Kinds | tags Cm | grep -qx "$k" || { echo "$k"; false; }
	done
	for t in $(sed 1d "$form" | cut -f8 | sort -u); do
		part gx-forms.5 Lines | grep -qw "$t" || { echo "$t"; false; }
	done
}

@test "every rule is explained in both languages" {
	once
	[ "$(gx-check --list | wc -l)" -ge 18 ]
	for id in $(gx-check --list | cut -f1); do
		run -0 gx-check --explain "$id"
		[[ "$output" == "$id ("*'must hold: '*'basis: '*'example: '* ]]
		LC_ALL=zh_CN.UTF-8 run -0 gx-check --explain "$id"
		[[ "$output" == "$id ("*'应满足：'*'依据：'*'示例：'* ]]
	done
}

@test "what HACKING.md and VIOLATIONS.md name is there" {
	cd "$SRC"
	grep -ohE '`(lib|cmd|tests|man|completions|\.ci)/[A-Za-z0-9_./-]+`' HACKING.md \
		VIOLATIONS.md | tr -d '`' | sort -u >"$BATS_TEST_TMPDIR/paths"
	while IFS= read -r path; do
		[[ $path == *NAME* || -e $path ]] || { echo "$path"; false; }
	done <"$BATS_TEST_TMPDIR/paths"
	grep -oE '`lib/[a-z0-9_/]+\.c:[a-z_0-9]+`' VIOLATIONS.md | tr -d '`' |
		sort -u >"$BATS_TEST_TMPDIR/functions"
	while IFS=: read -r path name; do
		grep -qE "^$name\(" "$path" || { echo "$path:$name"; false; }
	done <"$BATS_TEST_TMPDIR/functions"
}

@test "every test that VIOLATIONS.md names is there" {
	cd "$SRC"
	grep -oE '`[a-z]+\.bats: [^`]+`' VIOLATIONS.md | tr -d '`' |
		sort -u >"$BATS_TEST_TMPDIR/names"
	while IFS= read -r name; do
		grep -qF "@test \"${name#*: }\"" "tests/${name%%: *}" ||
			{ echo "$name"; false; }
	done <"$BATS_TEST_TMPDIR/names"
	"$B/tests/gen" --list | cut -f1,2 >"$BATS_TEST_TMPDIR/list"
	tr '\n' ' ' <VIOLATIONS.md | grep -oE '(fault|layout) `[a-z0-9]+`' |
		tr -d '`' | tr ' ' '\t' | sort -u >"$BATS_TEST_TMPDIR/given"
	[ -z "$(comm -23 "$BATS_TEST_TMPDIR/given" <(sort "$BATS_TEST_TMPDIR/list"))" ]
	for name in $(grep -oE '`unit [a-z_]+`' VIOLATIONS.md | tr -d '`' | cut -d' ' -f2); do
		grep -qF "{\"$name\", " tests/unit.c || { echo "$name"; false; }
	done
}

# --- the examples of the pages ------------------------------------------------

# A comment before a display says what it is:
#
#	run		commands; they succeed, print something, and do not complain
#	run: TOOL	the same where TOOL is installed
#	file NAME	the text of a file that later examples use
#	same		commands behind "$ ", each with exactly what it prints
#
# examples PAGE: the displays as files NNN.WHAT in the folder ex.
examples() {
	mkdir -p ex
	awk '
	/^\.\\" (run|same|file)/ { what = $2; name = $3; next }
	/^\.Bd/ && what != "" {
		out = sprintf("ex/%03d.%s", ++n, what)
		if (name != "") print name >(out ".name")
		printf "" >out
		on = 1
		next
	}
	/^\.Ed/ { on = 0; what = name = "" }
	on {
		gsub(/\\e/, "\\")
		gsub(/\\&/, "")
		print >out
	}' "$SRC/man/$1"
}

# One example of commands alone.
run_example() {
	bash -u "$1" >out 2>err || [ $? -eq 1 ] || { cat "$1" err; return 1; }
	if [ ! -s out ] || [ -s err ]; then
		echo "in the example:"
		cat "$1" err
		return 1
	fi
}

# One example of commands with what they print.
compare_example() {
	while IFS= read -r line; do
		printf '%s\n' "$line"
		[[ $line == '$ '* ]] || continue
		bash -c "${line#\$ }" 2>&1 || true
	done < <(grep '^\$ ' "$1") >out
	diff -u <(sed 's/[[:blank:]]*$//' "$1") <(sed 's/[[:blank:]]*$//' out)
}

# All examples of a page, one after the other, in one folder.
try_page() {
	cp -r "$BATS_FILE_TMPDIR/given/." .
	examples "$1"
	for f in ex/*; do
		name=
		[ -f "$f.name" ] && name=$(cat "$f.name")
		case $f in
		*.name) ;;
		*.file) mkdir -p "$(dirname "$name")" && cp "$f" "$name" ;;
		*.same) compare_example "$f" ;;
		*.run)
			if [ -z "$name" ] || command -v "$name" >/dev/null; then
				run_example "$f"
			fi
			;;
		esac
	done
	[ "$(find ex -type f | wc -l)" -ge "$2" ]
}

@test "the examples of gx-split(1) work" { try_page gx-split.1 6; }
@test "the examples of gx-table(1) work" { try_page gx-table.1 5; }
@test "the examples of gx-check(1) work" { try_page gx-check.1 5; }
@test "the examples of gx-sum(1) work" { try_page gx-sum.1 6; }
@test "the examples of gx-records(5) work" { try_page gx-records.5 4; }
@test "the examples of gx-rules(5) work" { try_page gx-rules.5 4; }
@test "the examples of gx-forms(5) work" { try_page gx-forms.5 5; }
