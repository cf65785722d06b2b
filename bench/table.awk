# A table of a group.  The first file has its rows: name, unit, amount of work,
# name of the reference, targets, command; the second what was measured: name,
# wall and CPU time in microseconds, memory in kB, status, bytes written.  A target is
# time<=F:NAME,... (at most F times the time of the fastest of these), speed>=F:
# NAME,... (at least F times as fast), or without names time<=milliseconds,
# rate>=units a second, memory<=MB.  Each is judged in a line of the file named by
# verdicts: met, missed or not judged, and how.

BEGIN { FS = "\t" }

FILENAME == ARGV[1] {
	name[++n] = $1
	unit[$1] = $2; work[$1] = $3; to[$1] = $4; targets[$1] = $5; command[$1] = $6
	next
}

{
	wall[$1, ++runs[$1]] = $2
	cpu[$1, runs[$1]] = $3
	if ($4 > memory[$1]) memory[$1] = $4
	if ($5 != 0 || NF != 6) failed[$1] = NF == 6 ? $5 : "?"
}

function median(of, name,    i, k, v, n) {
	n = runs[name]
	for (i = 1; i <= n; i++) {
		for (k = i; k > 1 && v[k - 1] > of[name, i]; k--) v[k] = v[k - 1]
		v[k] = of[name, i]
	}
	return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}

# seconds for a unit of work
function each(name) { return median(wall, name) / 1e6 / work[name] }

function seconds(us) {
	if (us < 1e5) return sprintf("%.1f ms", us / 1e3)
	return sprintf(us < 1e7 ? "%.2f s" : "%.1f s", us / 1e6)
}

function number(x) { return sprintf(x < 0.1 ? "%.2g" : x < 10 ? "%.2f" : x < 1000 ? "%.1f" : "%.0f", x) }

function rate(name) { return 1 / each(name) / (unit[name] == "MB" ? 1e6 : 1) }

# the fastest of the names, "" when none is there
function fastest(names,    list, k, i, best) {
	k = split(names, list, ",")
	for (i = 1; i <= k; i++)
		if (list[i] in work && !(list[i] in failed) &&
		    (best == "" || each(list[i]) < each(best)))
			best = list[i]
	return best
}

# judge one target of a row: what stands in the table
function judge(row, target,    at, names, metric, limit, least, got, best, text, ok) {
	at = index(target, ":")
	names = at ? substr(target, at + 1) : ""
	if (at) target = substr(target, 1, at - 1)
	least = index(target, ">=")
	at = least ? least : index(target, "<=")
	metric = substr(target, 1, at - 1)
	limit = substr(target, at + 2) + 0
	text = (metric == "memory" ? "memory " : "") (least ? "≥ " : "≤ ") limit
	if (names != "") {
		best = fastest(names)
		gsub(",", ", ", names)
		text = text " × " (metric == "speed" ? "the speed of " : "") names
	} else
		text = text (metric == "memory" ? " MB" : metric == "time" ? " ms" : \
			" " unit[row] "/s")
	if (row in failed || (names != "" && best == "")) {
		print "not judged\t" command[row] ": " text >>verdicts
		return text ": not judged"
	}
	if (metric == "memory") got = memory[row] / 1024
	else if (metric == "rate") got = rate(row)
	else if (names == "") got = median(wall, row) / 1e3
	else got = metric == "speed" ? each(best) / each(row) : each(row) / each(best)
	ok = least ? got >= limit : got <= limit
	print (ok ? "met" : "missed") "\t" command[row] ": " text ": " number(got) >>verdicts
	return text ": " (ok ? number(got) " met" : "**" number(got) " missed**")
}

function judge_all(row,    list, k, i, text) {
	k = split(targets[row], list, " ")
	for (i = 1; i <= k; i++)
		text = text (i > 1 ? "; " : "") judge(row, list[i])
	return text
}

# what a row does in a second
function speed(row) { return unit[row] == "" ? "" : number(rate(row)) " " unit[row] }

END {
	format = "| %8s | %8s | %8s | %14s | %6s | %s | `%s` |\n"
	print "|     wall |      CPU |   memory |       a second |  ratio | target | command |"
	print "|--:|--:|--:|--:|--:|---|---|"
	for (i = 1; i <= n; i++) {
		row = name[i]
		shown = command[row]
		gsub(/\|/, "\\|", shown)
		if (row in failed)
			printf format, "failed", "", "", "status " failed[row], "",
				judge_all(row), shown
		else
			printf format, seconds(median(wall, row)),
				seconds(median(cpu, row)),
				number(memory[row] / 1024) " MB", speed(row),
				to[row] in runs && !(to[row] in failed) ? \
				number(each(row) / each(to[row])) : "–",
				judge_all(row), shown
	}
}
