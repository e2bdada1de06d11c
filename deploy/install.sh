#!/usr/bin/env bash
# Puts Whom on a Debian with systemd, or brings it up to date: deploy/install.sh DOMAIN [--postgresql] [--nginx]
# Safe to repeat. /etc/whom.env, the database and what else is there already stay as they are.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

say() { printf '\n== %s\n' "$*"; }
refuse() { echo "$*" >&2; exit 1; }

domain=${1:-}
shift || true
database=''
proxy=caddy
for word in "$@"; do
    case $word in
        --postgresql) database=postgresql ;;
        --nginx) proxy=nginx ;;
        *) refuse "install.sh DOMAIN [--postgresql] [--nginx]" ;;
    esac
done
[[ $domain =~ ^[a-z0-9-]+(\.[a-z0-9-]+)+$ ]] || refuse "Say the domain: deploy/install.sh whom.example.org"
[ "$(id -u)" = 0 ] || refuse "Only root may install it: sudo deploy/install.sh $domain"
umask 022
[ "$PWD" = /srv/whom ] || refuse "The units look for Whom in /srv/whom: move $PWD there."

# The account that runs it is not the one that fetched it.
chmod -R go+rX .

say "Debian's packages"
missing=()
for package in ca-certificates "$proxy" python3 python3-venv ${database:+"$database"}; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

say "The account whom, which owns data and no code"
id whom >/dev/null 2>&1 || useradd --system --user-group --home-dir /var/lib/whom --shell /usr/sbin/nologin whom
install -d -o whom -g whom -m 700 /var/lib/whom /var/backups/whom
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

say "Its settings, /etc/whom.env"
if [ ! -e /etc/whom.env ]; then
    key=$(python3 -c 'import secrets; print(secrets.token_urlsafe(50))')
    install -m 600 /dev/null /etc/whom.env
    sed -e "s|^SECRET_KEY=.*|SECRET_KEY=$key|" -e "s|^ALLOWED_HOSTS=.*|ALLOWED_HOSTS=$domain|" \
        -e "s|^DEFAULT_FROM_EMAIL=.*|DEFAULT_FROM_EMAIL=Whom <whom@$domain>|" \
        ${database:+-e 's|^DATABASE_URL=.*|DATABASE_URL=postgresql://whom@/whom?host=/run/postgresql|'} \
        deploy/whom.env >/etc/whom.env
fi

if [ -n "$database" ]; then
    say "The database"
    systemctl start postgresql
    as_postgres() { runuser -u postgres -- psql -qAtX "$@"; }
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
