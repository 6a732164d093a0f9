#!/bin/sh
# Trains the built-in model: sh models/train.sh BINARY OUTPUT [OPTIONS]. The same bytes on any machine.
set -eu
binary=$1 output=$2
shift 2
cd "$(dirname "$0")/.."
exec "$binary" train corpus/statements-*.csv corpus/claims-neutral.csv \
  --lexicon corpus/lexicon/general.csv --lexicon corpus/lexicon/sanctions.csv --lexicon corpus/lexicon/missile-defense.csv \
  --options models/default.json --output "$output" "$@"
