#!/usr/bin/env bash
# An import of N rows beside `sqlite3 .import` of the same file, and beside the sqlite3 shell copying the tables that the
# import fills, ready made, with their indexes; alternating, medians of ROUNDS.
# usage: benches/import.sh [N] [ROUNDS]; needs sqlite3 and python3, and a release build.
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-1000000}
rounds=${2:-3}
program=${CARGO_TARGET_DIR:-target}/release/lunpai
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 - "$count" "$folder/rows.csv" <<'PYTHON'
import random, sys
count, path = int(sys.argv[1]), sys.argv[2]
dice = random.Random(1)
surnames, given = "王李张刘陈杨黄赵吴周徐孙马朱胡", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"
order = list(range(count))
dice.shuffle(order)
with open(path, "w", encoding="utf-8") as out:
    out.write("姓名,电话,归属人,首次到访,来源\n")
    for number in order:
        name = dice.choice(surnames) + dice.choice(given) + dice.choice(given)
        day = dice.randrange(2900)
        date = f"{2017 + day // 366}-{day // 31 % 12 + 1:02}-{day % 28 + 1:02}"
        out.write(f"{name},{14200000000 + number * 97 % 100000000},s{number % 8 + 1},{date},路过\n")
PYTHON

{
  echo '{"do":"staff.add","id":"m1","name":"经理","role":"manager"}'
  for n in 1 2 3 4 5 6 7 8; do
    echo "{\"do\":\"staff.add\",\"id\":\"s$n\",\"name\":\"员工$n\",\"role\":\"sales\",\"by\":\"m1\"}"
  done
} > "$folder/staff.jsonl"

seconds() { # runs a command and prints its wall time
  python3 -c 'import subprocess,sys,time; t=time.monotonic(); subprocess.run(sys.argv[1:],check=True,stdout=subprocess.DEVNULL); print(f"{time.monotonic()-t:.3f}")' "$@"
}

copy_tables() { # writes what copies the filled tables of site.lunpai into an empty file
  local tables="events people clients client_phones first_owners mentions"
  echo 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;'
  sqlite3 "$folder/site.lunpai" "SELECT sql || ';' FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL
    AND instr(' $tables ', ' ' || tbl_name || ' ') ORDER BY type DESC"
  echo "ATTACH '$folder/site.lunpai' AS site; BEGIN;"
  for table in $tables; do echo "INSERT INTO main.$table SELECT * FROM site.$table;"; done
  echo 'COMMIT;'
}

for _ in $(seq "$rounds"); do
  rm -f "$folder"/raw.db* "$folder"/site.lunpai* "$folder"/copy.db*
  seconds sqlite3 "$folder/raw.db" 'create table rows(name,phone,owner,first,source)' '.mode csv' ".import --skip 1 $folder/rows.csv rows" >> "$folder/raw"
  "$program" --db "$folder/site.lunpai" batch "$folder/staff.jsonl" > /dev/null
  seconds "$program" --db "$folder/site.lunpai" import "$folder/rows.csv" --apply --by m1 >> "$folder/ours"
  copy_tables > "$folder/copy.sql"
  seconds sqlite3 "$folder/copy.db" ".read $folder/copy.sql" >> "$folder/copied"
done
paste "$folder/raw" "$folder/ours" "$folder/copied" | python3 -c '
import statistics, sys
raw, ours, copied = map(statistics.median, zip(*(map(float, line.split()) for line in sys.stdin)))
print(f"sqlite3 .import {raw:.2f} s, lunpai import {ours:.2f} s, ratio {ours / raw:.2f}")
print(f"sqlite3 copying the tables {copied:.2f} s, {copied / raw:.2f} x .import; lunpai import {ours / copied:.2f} x that")'
ls -l "$folder/site.lunpai" | awk '{print "register " $5 / 1e6 " MB"}'
