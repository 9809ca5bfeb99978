# Sourced by scripts that need throwaway mail servers: Dovecots on 127.0.0.1 below a folder, which
# end with the script. The caller sets `here` (a folder of its own, readable to all) and `pids`.
#
#   free_port                        prints one
#   start_server NAME PORT LOCATION  any account, with the password of $DEMO_PASSWORD; that is any
#                                    master user's, too ("account*master")
#   stop_servers
tree=${POSTFERRY_SERVERS:-$PWD/build/servers}/dovecot

stop_servers() {
  local pid
  for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  pids=()
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# A Dovecot never runs its mail as root: as root we step down to nobody, who keeps the one right to
# read a clone below /root.
as_server=(setpriv --pdeathsig TERM)
server_user=$(id -un) server_group=$(id -gn)
if [ "$(id -u)" = 0 ]; then
  server_user=nobody server_group=$(id -gn nobody)
  as_server+=(--reuid "$(id -u nobody)" --regid "$(id -g nobody)" --clear-groups
    --inh-caps +dac_override --ambient-caps +dac_override)
fi

configuration() {
  local folder=$1 port=$2 location=$3
  cat <<CONF
base_dir = $folder/run
state_dir = $folder/state
log_path = $folder/log
libexec_dir = $tree/usr/lib/dovecot
mail_plugin_dir = $tree/usr/lib/dovecot/modules
import_environment = LD_LIBRARY_PATH
default_internal_user = $server_user
default_internal_group = $server_group
default_login_user = $server_user
first_valid_uid = 1
first_valid_gid = 1
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = $location
mail_fsync = never
auth_master_user_separator = *
passdb {
  driver = static
  args = password=$DEMO_PASSWORD
  master = yes
}
passdb {
  driver = static
  args = password=$DEMO_PASSWORD
}
userdb {
  driver = static
  args = uid=$(id -u "$server_user") gid=$(id -g "$server_user") home=$folder/mail/%u
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    special_use = \Sent
    auto = subscribe
  }
  mailbox Drafts {
    special_use = \Drafts
    auto = subscribe
  }
  mailbox Trash {
    special_use = \Trash
    auto = subscribe
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $port
  }
}
CONF
}

start_server() {
  local folder=$here/$1 port=$2 location=$3 libraries
  mkdir -p "$folder"/{run,state,mail}
  ln -s "$tree/usr/lib/dovecot/modules" "$folder/run/modules"
  configuration "$folder" "$port" "$location" >"$folder/dovecot.conf"
  [ "$(id -u)" != 0 ] || chown -R "$server_user:$server_group" "$folder"
  libraries=$(find "$tree/usr/lib" -name '*.so*' -printf '%h\n' | sort -u | paste -sd:)
  env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 LD_LIBRARY_PATH="$libraries" "${as_server[@]}" \
    "$tree/usr/bin/doveconf" -c "$folder/dovecot.conf" -m master \
    -e "$tree/usr/sbin/dovecot" -F -c "$folder/dovecot.conf" >"$folder/out" 2>&1 &
  pids+=($!)
  for _ in $(seq 100); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return; fi
    sleep 0.1
  done
  cat "$folder/out" "$folder/log" >&2
  echo "The throwaway server $1 does not start." >&2
  exit 1
}
