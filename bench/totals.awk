# Are the totals of two tools the same numbers?  Each line ends in a total, with
# what it is the total of before it; a first line of names is passed over.
BEGIN { FS = "\t" }
$NF !~ /^-?[0-9.]+(e[-+]?[0-9]+)?$/ { next }
{
	total = $NF
	key = substr($0, 1, length($0) - length($NF) - 1)
}
FILENAME == ARGV[1] { one[key] = total; n++ }
FILENAME != ARGV[1] {
	m++
	apart = one[key] - total
	size = total < 0 ? -total : total
	if (!(key in one) || apart * apart > (1e-9 * (size + 1)) ^ 2)
		bad = 1
}
END { exit bad || n == 0 || n != m }
