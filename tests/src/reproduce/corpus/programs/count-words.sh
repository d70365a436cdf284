#!/usr/bin/env bash
# Counts words, the usual way.
set -euo pipefail
tr -cs '[:alpha:]' '\n' <text.txt | tr '[:upper:]' '[:lower:]' | sort | uniq -c | sort -k1,1nr -k2 >counts.txt
sha256sum counts.txt >digest.txt
