# shellcheck shell=bash
#
# The data set, the sample county, its accounts, and the sign-in of the command line.
#
# Each password is random and lies in `$home/secrets`, readable by this user alone, so that a second
# `up` can sign in again. Needs `$root`, `$home`, `$build`.

readonly region=410726
# Contexts of the command line: name and account. `duty` is last, and so the current one.
readonly contexts=('admin 000000/admin' "approver $region/approver1" "approver2 $region/approver2"
  "speaker $region/emb-head" "inspector $region/inspector1" "duty $region/duty1")
# A token lasts 12 hours; signed in again after six.
readonly sign_in_minutes=360

# clarion_as CONTEXT ARGUMENT...: the command line of this system.
clarion_as() {
  local context=$1
  shift
  CLARION_CONFIG=$home/cli/contexts.json "$build/bin/clarion" --context "$context" "$@"
}

servers() {
  local desk list=""
  for desk in "${desks[@]}"; do list+=",$desk=localhost:$(service_port "$desk")"; done
  printf '%s\n' "${list:1}"
}

sign_in() {
  local context=$1 account=$2
  clarion_as "$context" login --server "$(servers)" --ca "$home/tls/ca.crt" --account "$account" \
    --password-file "$home/secrets/${account#*/}"
}

# new_password FILE: 20 characters that can be read aloud: no 0 O 1 l I.
new_password() {
  install -d -m 700 "$home/secrets"
  (
    umask 077
    set +o pipefail
    LC_ALL=C tr -dc 'a-km-zA-HJ-NP-Z2-9' </dev/urandom | head -c 20 >"$1"
  )
}

# The accounts of deploy/sample/accounts without comments.
sample_accounts() { sed '/^#/d' "$root/deploy/sample/accounts"; }

data_set_done() { [[ -f $home/secrets/admin ]]; }

data_set_do() {
  install -d -m 700 "$home/secrets"
  "$build/bin/clarion-admin" init --socket "$home/redis/redis.sock" --password-file "$home/secrets/admin"
}

# What was made is marked in `$home/made`, after it was made.
county_done() { [[ -f $home/made/county ]]; }

county_do() {
  mkdir -p "$home/cli" "$home/made"
  sign_in admin 000000/admin
  clarion_as admin region add "$region" --name-zh 延津县 --name-en 'Yanjin County' || already_there $?
  clarion_as admin --region "$region" roster import "$root/deploy/sample/roster.yaml" --yes
  : >"$home/made/county"
}

# already_there CODE: the command line ends with 5 when it exists: an earlier run was cut off.
already_there() { (($1 == 5)); }

accounts_done() {
  local account rest
  while read -r account rest; do
    [[ -f $home/made/$account ]] || return 1
  done < <(sample_accounts)
}

accounts_do() {
  local account role body official name
  local -a optional
  sign_in admin 000000/admin
  while read -r account role body official name; do
    [[ ! -f $home/made/$account ]] || continue
    optional=()
    if [[ $official != - ]]; then optional=(--official "$official"); fi
    [[ -s $home/secrets/$account ]] || new_password "$home/secrets/$account"
    clarion_as admin --region "$region" user add "$account" --role "$role" --body "$body" "${optional[@]}" \
      --display-name "$name" --password-file "$home/secrets/$account" || already_there $?
    : >"$home/made/$account"
    printf '%s\n' "$account" >>"$home/run/new-accounts"
  done < <(sample_accounts)
}

sign_in_is_fresh() {
  [[ -n $(find "$home/cli/signed-in" -newer "$home/run/incident.port" -mmin "-$sign_in_minutes" 2>/dev/null) ]]
}

contexts_done() { sign_in_is_fresh; }

contexts_do() {
  local context
  for context in "${contexts[@]}"; do
    # shellcheck disable=SC2086  # two words: the name and the account
    sign_in $context
  done
  cat >"$home/bin/clarion" <<END
#!/bin/sh
# Made by deploy/local: the command line of this system.
CLARION_CONFIG='$home/cli/contexts.json' exec '$build/bin/clarion' "\$@"
END
  chmod +x "$home/bin/clarion"
  : >"$home/cli/signed-in"
}

# print_accounts: the passwords of the accounts made in this run; after that they are in files only.
print_accounts() {
  local account role body official name password
  if [[ ! -s $home/run/new-accounts ]]; then
    printf '\n账户密码 the passwords are in %s/\n' "$home/secrets"
    return
  fi
  printf '\n账户 accounts(密码仅显示这一次 passwords are shown this once; 保存于 kept in %s/):\n' "$home/secrets"
  printf '  %-20s %-14s %-22s %s\n' ACCOUNT ROLE PASSWORD NAME
  printf '  %-20s %-14s %-22s %s\n' 000000/admin ADMINISTRATOR "$(cat "$home/secrets/admin")" '系统管理员'
  while read -r account role body official name; do
    password=$(cat "$home/secrets/$account")
    printf '  %-20s %-14s %-22s %s\n' "$region/$account" "$role" "$password" "$name"
  done < <(sample_accounts)
  rm -f "$home/run/new-accounts"
}
