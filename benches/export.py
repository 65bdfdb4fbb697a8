#!/usr/bin/env python3
"""Exports beside other programs, whole processes, alternating, medians, with the most memory each held.

    python3 benches/export.py REGISTER [--lunpai target/release/lunpai] [--by MANAGER] [--runs 5]

REGISTER is copied first: every export is an entry. Needs the sqlite3 shell, and the XlsxWriter package.
1. The whole register to CSV, in full and masked, beside `sqlite3 -csv -header` with the same columns: first as
   plain as they stand in the tables, then with the times spelt as an export spells them.
2. 100,000 visits to XLSX beside XlsxWriter in constant memory, the same cells from the same tables.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROWS = 100_000
COLUMNS = """SELECT c.id AS client, c.name, (SELECT group_concat(phone, '; ') FROM client_phones p
  WHERE p.client = c.id) AS phones, c.owner, {first} AS first_contact, f.source, {last} AS last_visit, c.receptions,
  c.purchases, c.household, c.company, g.name AS company_name
  FROM clients c LEFT JOIN first_owners f ON f.client = c.id LEFT JOIN groups g ON g.id = c.company
  WHERE c.merged_into IS NULL ORDER BY c.id"""
SPELT = "strftime('%Y-%m-%d %H:%M', {0} / 1000000, 'unixepoch', '+8 hours')"
PLAIN_SQL = COLUMNS.format(first="c.first_contact_at", last="c.last_visit_at")
SPELT_SQL = COLUMNS.format(first=SPELT.format("c.first_contact_at"), last=SPELT.format("c.last_visit_at"))

XLSXWRITER = r"""
import datetime, json, sqlite3, sys, xlsxwriter
db, out, first, last = sys.argv[1:5]
book = xlsxwriter.Workbook(out, {"constant_memory": True})
page = book.add_worksheet("visits")
bold = book.add_format({"bold": True})
day, clock = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "hh:mm"})
heads = ["date", "time", "visit", "client", "name", "phone", "party", "source", "path", "asked for", "receiver", "counted",
    "make-up", "assist", "owner", "wait minutes", "reception minutes", "state", "rules"]
page.freeze_panes(1, 0)
page.set_column(0, 18, 14)
for at, head in enumerate(heads):
    page.write_string(0, at, head, bold)
sql = '''SELECT v.date, v.arrived_at, v.id, v.client, c.name, (SELECT min(phone) FROM client_phones p WHERE p.client = c.id),
    v.party, v.source, v.path, v.asks_for, v.receiver, v.counted, v.makeup, v.assist, v.owner, v.started_at, v.ended_at,
    v.state, v.rules FROM visits v LEFT JOIN clients c ON c.id = v.client
    WHERE v.date BETWEEN ? AND ? ORDER BY v.date, v.seq'''
zone = datetime.timezone(datetime.timedelta(hours=8))
text, number = page.write_string, page.write_number
row = 0
for v in sqlite3.connect(db).execute(sql, (first, last)):
    row += 1
    page.write_datetime(row, 0, datetime.datetime.fromisoformat(v[0]), day)
    page.write_datetime(row, 1, datetime.datetime.fromtimestamp(v[1] // 1000000, zone).time(), clock)
    for at in (2, 3, 4, 5, 7, 8, 9, 10, 14, 17):
        if v[at] is not None:
            text(row, at, v[at])
    if v[6] is not None:
        number(row, 6, v[6])
    if v[15] is not None:
        for at in (11, 12, 13):
            text(row, at, "yes" if v[at] else "no")
        number(row, 15, (v[15] - v[1]) // 60000000)
    if v[16] is not None and v[15] is not None:
        number(row, 16, (v[16] - v[15]) // 60000000)
    if v[18] is not None:
        text(row, 18, "; ".join(str(n) for n in json.loads(v[18])))
page.autofilter(0, 0, row, 18)
book.close()
"""


def run(args, out=None):
    """Wall seconds and the most memory held, MiB."""
    began = time.perf_counter()
    stream = open(out, "wb") if out else subprocess.DEVNULL
    child = subprocess.Popen(args, stdout=stream, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    took = time.perf_counter() - began
    if out:
        stream.close()
    if child.returncode != 0:
        sys.exit(f"failed: {args}")
    return took, used.ru_maxrss / 1024


def alternate(sides, runs):
    """Each side once, over and over; medians of the time, the most of the memory."""
    for side in sides.values():
        side()
    took = {name: [] for name in sides}
    for _ in range(runs):
        for name, side in sides.items():
            took[name].append(side())
    return {name: (statistics.median(t for t, _ in found), max(m for _, m in found)) for name, found in took.items()}


def report(title, found, beside):
    print(title)
    for name, (seconds, mib) in found.items():
        ratio = f"{seconds / found[beside][0]:.2f} ×" if name != beside else "beside"
        print(f"  {name:<42} {seconds:8.3f} s {mib:8.1f} MiB  {ratio}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("register")
    parser.add_argument("--lunpai", default="target/release/lunpai")
    parser.add_argument("--by", default="liangguodong", help="a manager; the demo's when left out")
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = os.path.join(folder, "register.lunpai")
        shutil.copy(args.register, db)
        ask = lambda sql: subprocess.run(["sqlite3", db, sql], check=True, capture_output=True, text=True).stdout.strip()
        export = [args.lunpai, "--db", db, "--lang", "en", "export"]
        full = ["--unmasked", "--by", args.by, "--reason", "bench"]
        ours, theirs = os.path.join(folder, "ours"), os.path.join(folder, "theirs")
        sqlite = lambda sql: lambda: run(["sqlite3", "-csv", "-header", db, sql], theirs)
        found = alternate(
            {
                "sqlite3 -csv -header, plain": sqlite(PLAIN_SQL),
                "sqlite3 -csv -header, times spelt": sqlite(SPELT_SQL),
                "lunpai export --clients, in full": lambda: run(export + ["--clients", "--out", ours + ".csv"] + full),
                "lunpai export --clients, masked": lambda: run(export + ["--clients", "--out", ours + ".csv"]),
            },
            args.runs,
        )
        count = ask("SELECT count(*) FROM clients WHERE merged_into IS NULL")
        report(f"{count} clients to CSV ({os.path.getsize(ours + '.csv') / 1e6:.0f} MB)", found, "sqlite3 -csv -header, plain")
        # Whole days with the first 100,000 visits.
        first = ask("SELECT min(date) FROM visits")
        last = ask(f"SELECT date FROM visits ORDER BY date, seq LIMIT 1 OFFSET {ROWS - 1}") or ask("SELECT max(date) FROM visits")
        rows = ask(f"SELECT count(*) FROM visits WHERE date BETWEEN '{first}' AND '{last}'")
        days = ["--from", first, "--to", last, "--sheets", "visits", "--out", ours + ".xlsx"]
        found = alternate(
            {
                "XlsxWriter, constant memory": lambda: run([sys.executable, "-c", XLSXWRITER, db, theirs + ".xlsx", first, last]),
                "lunpai export --format xlsx": lambda: run(export + days + full),
            },
            args.runs,
        )
        report(f"{rows} visits to XLSX", found, "XlsxWriter, constant memory")


main()
