#!/usr/bin/env bash
# Puts Whom on a Debian with systemd, or brings it up to date: deploy/install.sh DOMAIN [--postgresql] [--continuous] [--nginx]
# Safe to repeat. /etc/whom.env, the database and what else is there already stay as they are.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

say() { printf '\n== %s\n' "$*"; }
refuse() { echo "$*" >&2; exit 1; }

domain=${1:-}
shift || true
database=''
continuous=''
proxy=caddy
for word in "$@"; do
    case $word in
        --postgresql) database=postgresql ;;
        --continuous) continuous=yes ;;
        --nginx) proxy=nginx ;;
        *) refuse "install.sh DOMAIN [--postgresql] [--continuous] [--nginx]" ;;
    esac
done
[[ $domain =~ ^[a-z0-9-]+(\.[a-z0-9-]+)+$ ]] || refuse "Say the domain: deploy/install.sh whom.example.org"
[ "$(id -u)" = 0 ] || refuse "Only root may install it: sudo deploy/install.sh $domain"
umask 022
[ "$PWD" = /srv/whom ] || refuse "The units look for Whom in /srv/whom: move $PWD there."

# The account that runs it is not the one that fetched it. Settings that stand beside the code are for nobody else.
find . ! -type l ! -path ./.env -exec chmod go+rX {} +

with_packages() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

say "Debian's packages"
with_packages ca-certificates "$proxy" python3 python3-venv ${database:+"$database"}

say "The account whom, which owns data and no code"
id whom >/dev/null 2>&1 || useradd --system --user-group --home-dir /var/lib/whom --shell /usr/sbin/nologin whom
install -d -o whom -g whom -m 700 /var/lib/whom /var/backups/whom
if [ -e .env ]; then chown root:whom .env && chmod 640 .env; fi
for account in caddy www-data; do
    if id "$account" >/dev/null 2>&1; then usermod -aG whom "$account"; fi
done

say "Python's packages, by their hashes"
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    [ -x /opt/uv/bin/uv ] || { python3 -m venv /opt/uv && /opt/uv/bin/pip install -q uv; }
    uv=/opt/uv/bin/uv
fi
export UV_PYTHON_DOWNLOADS=never
[ -x .venv/bin/python ] || "$uv" venv --quiet --no-project --python /usr/bin/python3 .venv
"$uv" pip sync --quiet --require-hashes --compile-bytecode --python .venv/bin/python deploy/requirements.txt
.venv/bin/python -m compileall -q config people recommendations

# Where there was one already, Debian's is not the only PostgreSQL, nor at the usual port.
cluster() { pg_lsclusters -h | awk '$2 == "main" { print $1, $3 }' | tail -n 1; }

say "Its settings, /etc/whom.env"
if [ ! -e /etc/whom.env ]; then
    key=$(python3 -c 'import secrets; print(secrets.token_urlsafe(50))')
    [ -z "$database" ] || read -r _ port < <(cluster)
    install -m 600 /dev/null /etc/whom.env
    sed -e "s|^SECRET_KEY=.*|SECRET_KEY=$key|" -e "s|^ALLOWED_HOSTS=.*|ALLOWED_HOSTS=$domain|" \
        -e "s|^DEFAULT_FROM_EMAIL=.*|DEFAULT_FROM_EMAIL=Whom <whom@$domain>|" \
        ${database:+-e "s|^DATABASE_URL=.*|DATABASE_URL=postgresql://whom@/whom?host=/run/postgresql\&port=$port|"} \
        deploy/whom.env >/etc/whom.env
fi

if [ -n "$database" ]; then
    say "The database"
    systemctl start postgresql
    read -r _ port < <(cluster)
    as_postgres() { runuser -u postgres -- psql -p "$port" -qAtX "$@"; }
    # It makes a database of its own where a backup is proved.
    [ "$(as_postgres -c "SELECT 1 FROM pg_roles WHERE rolname = 'whom'")" ] || as_postgres -c 'CREATE ROLE whom LOGIN CREATEDB'
    [ "$(as_postgres -c "SELECT 1 FROM pg_database WHERE datname = 'whom'")" ] ||
        as_postgres -c "CREATE DATABASE whom OWNER whom ENCODING 'UTF8' TEMPLATE template0"
fi

say "Units"
install -m 644 deploy/systemd/whom*.* /etc/systemd/system/
install -m 755 deploy/whom /usr/local/bin/whom
systemctl daemon-reload

say "Tables, towns, kinds of work, static files"
HASHED_STATIC=yes SECRET_KEY=$(printf 'only-for-collecting-%.0s' 1 2 3) .venv/bin/python manage.py collectstatic --no-input -v 0
whom prepare

say "The server, its worker, a backup every night"
systemctl enable --quiet --now whom.socket whom-backup.timer
systemctl enable --quiet whom.service whom-worker.service
systemctl restart whom.service whom-worker.service
compgen -G '/var/backups/whom/whom-*' >/dev/null || systemctl start whom-backup.service

follow_sqlite() {
    [ -x /opt/litestream/bin/python ] || "$uv" venv --quiet --no-project --python /usr/bin/python3 /opt/litestream
    "$uv" pip sync --quiet --require-hashes --python /opt/litestream/bin/python deploy/continuous/litestream.txt
    [ -e /etc/litestream.yml ] || install -o whom -g whom -m 600 deploy/continuous/litestream.yml /etc/litestream.yml
    install -m 644 deploy/continuous/whom-litestream.service /etc/systemd/system/
    systemctl daemon-reload
    systemctl enable --quiet whom-litestream.service
    systemctl restart whom-litestream.service
}

archive_postgresql() {
    with_packages pgbackrest
    local version port
    read -r version port < <(cluster) || refuse "There is no PostgreSQL here: follow docs/running.md on the machine where it runs."
    as_written() { sed -e "s|VERSION|$version|" -e "s|PORT|$port|" "deploy/continuous/$1" | install -o postgres -g postgres -m 640 /dev/stdin "$2"; }
    grep -qxF '[whom]' /etc/pgbackrest.conf || as_written pgbackrest.conf /etc/pgbackrest.conf
    if [ ! -e "/etc/postgresql/$version/main/conf.d/whom.conf" ]; then
        as_written postgresql.conf "/etc/postgresql/$version/main/conf.d/whom.conf"
        systemctl restart "postgresql@$version-main"
    fi
    install -m 644 deploy/continuous/whom-pgbackrest@* /etc/systemd/system/
    systemctl daemon-reload
    runuser -u postgres -- pgbackrest --stanza=whom stanza-create
    runuser -u postgres -- pgbackrest --stanza=whom check
    runuser -u postgres -- pgbackrest --stanza=whom info | grep -q 'full backup' || systemctl start whom-pgbackrest@full
    systemctl enable --quiet --now whom-pgbackrest@full.timer whom-pgbackrest@diff.timer
}

if [ -n "$continuous" ]; then
    say "A backup without a gap"
    if grep -q '^DATABASE_URL=sqlite' /etc/whom.env; then follow_sqlite; else archive_postgresql; fi
fi

say "The proxy"
if [ "$proxy" = caddy ]; then
    install -d /etc/caddy/sites
    [ -e /etc/caddy/sites/whom ] || sed "s|{\$WHOM_DOMAIN}|$domain|" deploy/Caddyfile >/etc/caddy/sites/whom
    grep -qxF 'import sites/*' /etc/caddy/Caddyfile || printf '\nimport sites/*\n' >>/etc/caddy/Caddyfile
    systemctl restart caddy
else
    echo "deploy/nginx.conf says how nginx does it, once there is a certificate."
fi

say "Is it well?"
whom doctor || true
