#!/bin/bash
# Makes the database and its login: one that owns it and may make the two roles that transactions run as, and nothing else.
# Also to be run by hand, by a superuser: POSTGRES_PASSWORD=… deploy/postgres/first-start.sh
set -euo pipefail

psql --no-psqlrc --set ON_ERROR_STOP=1 --set password="${POSTGRES_PASSWORD:?set it}" --dbname postgres <<'SQL'
CREATE ROLE satchel LOGIN NOSUPERUSER NOBYPASSRLS CREATEROLE PASSWORD :'password';
CREATE DATABASE satchel OWNER satchel TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C';
REVOKE ALL ON DATABASE satchel FROM PUBLIC;
SQL
