# What is measured, a function a group: its commands, against what they are held
# and which targets they have; see bench/run for group and row.  The commands are
# run in the folder of the corpora.
# shellcheck disable=SC2154 # text: bytes of the reports, from bench/run

# How many bytes, how many lines
bytes() {
	wc -c <"$1"
}
lines() {
	wc -l <"$1"
}

group_archive() {
	local form

	group 'Archives' 'the same members unpacked to nowhere by bsdtar'
	for form in tar.gz tar.zst zip; do
		[ -f "reports.$form" ] || continue
		unit MB "$text"
		against "bsdtar.${form#tar.}"
		peer bsdtar "bsdtar.${form#tar.}" "bsdtar -xOf reports.$form"
		case $form in
		tar.gz)
			ours split-gz 'time<=1.05:bsdtar.gz' 'gx-split reports.tar.gz'
			ours check-gz 'time<=1.2:bsdtar.gz' 'gx-check reports.tar.gz'
			ours table-gz 'time<=1.5:bsdtar.gz' 'gx-table reports.tar.gz'
			;;
		tar.zst) ours split-zst 'time<=1.1:bsdtar.zst' 'gx-split reports.tar.zst' ;;
		zip) ours split-zip 'time<=1.05:bsdtar.zip' 'gx-split reports.zip' ;;
		esac
	done
}

group_grep() {
	group 'A word in an archive' 'ripgrep and ugrep with -z'
	unit MB "$text"
	peer rg rg 'rg -z -a -c 公开 reports.tar.gz | cat'
	peer ugrep ugrep 'ugrep -z -c 公开 reports.tar.gz | cat'
	ours grep 'time<=1:rg,ugrep' 'gx-split reports.tar.gz | grep -c 公开'
}

group_plain() {
	group 'A tar without compression, one thread' 'cat'
	unit MB "$text"
	peer cat cat 'cat reports.tar | cat'
	ours table-tar 'rate>=150' 'gx-table -j1 reports.tar'
}

group_folder() {
	group 'A folder of files' 'find and cat'
	unit MB "$text"
	peer find find 'find reports -type f -print0 | xargs -0 cat'
	ours split-folder 'time<=0.6:find' 'gx-split reports'
	ours check-folder 'time<=1:find' 'gx-check reports'
}

group_pipe() {
	group 'Through a pipe' 'one program that does both'
	unit reports $((REPORTS / 10))
	ours gx-table '' 'gx-table part10.tar.gz'
	ours piped 'time<=2:gx-table' 'gx-split part10.tar.gz | gx-table'
	alike gx-table piped
	unit MB "$(bytes blocks.tsv)"
	ours records 'rate>=300' 'gx-table blocks.tsv'
}

group_html() {
	group 'HTML pages with inline styles' 'pandas.read_html, with lxml'
	unit pages "$(find fewpages -type f | wc -l)"
	python pandas pandas 'html fewpages' pandas lxml
	unit pages "$(find pages -type f | wc -l)"
	peer "$B/bench/dom" libxml2 "$B/bench/dom pages"
	ours html 'speed>=100:pandas' 'gx-table pages'
	ours html-check '' 'gx-check pages'
}

group_docx() {
	group 'DOCX' 'python-docx'
	unit files "$(find fewdocx -type f | wc -l)"
	python python-docx python-docx 'docx fewdocx' docx
	unit files "$(find docx -type f | wc -l)"
	ours docx '' 'gx-table docx'
	ours docx-check '' 'gx-check docx'
}

# awk_sum FIELD...: the program of an awk that adds up by these fields
awk_sum() {
	local by

	by=$(printf ' FS $%s' "$@")
	printf "%s '%s'" "-F'\t' -v CONVFMT=%.17g" \
		"NR > 1 { s[${by# FS }] += \$8 } END { for (k in s) print k FS s[k] }"
}

# The slow ones get a part of the records: what counts is the time for each.
group_sum() {
	local by='-g table,row,col -s sum'

	group 'Totals of cells by table, row and column' 'mawk'
	unit MB "$(bytes cells.tsv)"
	peer mawk mawk "mawk $(awk_sum 5 6 7) cells.tsv"
	peer tsv-summarize tsv-summarize \
		'tsv-summarize -H --group-by 5,6,7 --sum 8 cells.tsv'
	peer duckdb duckdb "duckdb -c \"set threads = 1; copy (select \\\"table\\\",
		row, col, sum(value) from read_csv('cells.tsv', delim = '\t',
		quote = '', header = true) group by all) to '/dev/stdout'
		(delimiter '\t')\""
	ours gx-sum-j1 'speed>=4:mawk,tsv-summarize,duckdb rate>=1200 memory<=16' \
		"gx-sum -j1 $by cells.tsv"
	ours gx-sum-j2 'speed>=1.8:gx-sum-j1' "gx-sum -j2 $by cells.tsv"
	ours sum-pipe 'time<=2.3:gx-sum-j1' "cat cells.tsv | gx-sum $by"
	alike gx-sum-j1 gx-sum-j2 sum-pipe
	equal mawk gx-sum-j1
	equal tsv-summarize gx-sum-j1
	unit MB "$(bytes fewcells.tsv)"
	peer gawk gawk "gawk $(awk_sum 5 6 7) fewcells.tsv"
	peer datamash datamash 'datamash -H -s -g 5,6,7 sum 8 <fewcells.tsv'
	peer mlr mlr 'mlr --tsv stats1 -a sum -f value -g table,row,col fewcells.tsv'
	peer sqlite3 sqlite3 "sqlite3 :memory: -cmd '.mode tabs' '.import fewcells.tsv c' \
		'select \"table\", row, col, sum(value) from c group by 1, 2, 3'"
	ours sum-few '' "gx-sum -j1 $by fewcells.tsv"
	equal gawk sum-few
	equal datamash sum-few
	equal mlr sum-few
	equal sqlite3 sum-few
}

group_groups() {
	group 'Totals by document and table: many groups' 'mawk'
	unit MB "$(bytes cells.tsv)"
	peer mawk mawk "mawk $(awk_sum 1 5) cells.tsv"
	ours many-j1 'speed>=2.5:mawk' 'gx-sum -j1 -q --mixed -g doc,table -s sum cells.tsv'
	ours many '' 'gx-sum -q --mixed -g doc,table -s sum cells.tsv'
	alike many-j1 many
	equal mawk many-j1
}

group_start() {
	local line at

	group 'Start; the first record of a slow input' 'sed'
	unit '' 1
	row -n 50 sed '' 'sed --version'
	for program in split table check sum; do
		row -n 50 "start-$program" 'time<=3' "gx-$program --version"
	done
	line=$(awk -F'\t' 'NR > 2 && $1 != doc { print NR; exit }
		{ doc = $1 }' blocks.tsv)
	at=$(head -n $((line - 1)) blocks.tsv | wc -c),$(head -n "$line" blocks.tsv | wc -c)
	row -t "$at" -f blocks.tsv trickle-table 'time<=50' 'gx-table -j1'
	row -t "$at" -f blocks.tsv trickle-check 'time<=50' 'gx-check -j1 --all'
	row -t "$at" -f blocks.tsv trickle-threads 'time<=50' gx-table
	row -t 100,200 -f cells.tsv trickle-none '' 'sed -u p'
}

# Each reads ten times as much as the one before.
group_growth() {
	local program times=$GROWTH more=

	while [ "$times" -gt 1 ]; do
		more="$more reports.tar.gz"
		times=$((times - 1))
	done
	# the programs are compared with themselves; their outputs are, elsewhere
	group 'Growth: reports, ten times as many in each step' 'a tenth of them'
	for program in split table check; do
		against "$program-100th"
		unit reports $((REPORTS / 100))
		row "$program-100th" '' "gx-$program part100.tar.gz"
		unit reports $((REPORTS / 10))
		row "$program-10th" '' "gx-$program part10.tar.gz"
		unit reports "$REPORTS"
		row "$program-all" "time<=1.1:$program-10th memory<=64" \
			"gx-$program reports.tar.gz"
		[ -n "$more" ] || continue
		unit reports $((REPORTS * GROWTH))
		row "$program-more" "time<=1.1:$program-all memory<=64" \
			"gx-$program reports.tar.gz$more"
	done
}
