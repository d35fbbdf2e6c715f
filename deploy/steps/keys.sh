# shellcheck shell=bash
#
# Makes the certificates of this machine and the key that signs tokens.
#
# An own authority signs one server certificate for loopback; its key is thrown away at once, so
# nothing else is ever signed by it. Needs `$home`.

keys_done() {
  [[ -f $home/tls/token.key && -f $home/tls/server.key ]] || return 1
  openssl x509 -checkend 86400 -noout -in "$home/tls/server.crt"
}

keys_do() {
  local tls=$home/tls authority
  install -d -m 700 "$tls"
  authority=$(mktemp -d)
  # shellcheck disable=SC2064  # now is when the folder's name is known
  trap "rm -rf '$authority'" EXIT
  umask 077
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 825 \
    -subj '/O=Clarion/CN=Clarion local authority' \
    -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' -addext 'keyUsage=critical,keyCertSign' \
    -keyout "$authority/ca.key" -out "$tls/ca.crt"
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj '/O=Clarion/CN=localhost' \
    -keyout "$tls/server.key" -out "$authority/server.csr"
  openssl x509 -req -in "$authority/server.csr" -CA "$tls/ca.crt" -CAkey "$authority/ca.key" \
    -CAcreateserial -CAserial "$authority/ca.srl" -days 825 -out "$tls/server.crt" -extfile <(printf '%s\n' \
      'basicConstraints=critical,CA:FALSE' 'extendedKeyUsage=serverAuth' \
      'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1')
  # The key of the tokens outlives the certificates: a new one would end every sign-in.
  [[ -f $tls/token.key ]] || openssl genpkey -algorithm ed25519 -out "$tls/token.key"
  openssl pkey -in "$tls/token.key" -pubout -out "$tls/token.pub"
}
