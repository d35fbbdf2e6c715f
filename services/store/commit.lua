#!lua
-- The one commit: the only writer of papers. Everything it does, it does in one shard, whole or not
-- at all; Redis does not roll back, so all that can be refused is refused before the first write.
--
-- KEYS  1 {NN}:set   2 request key, or {NN}:set again   3 {NN}:log   4 {NN}:due   5 {NN}:ended
--       6 {NN}:claims   7 {NN}:bell (a channel; a key all the same, so that its slot is checked)
--       8.. for each paper: {NN}:d:<paper> {NN}:h:<paper>
--       then for each guard {NN}:d:<paper>; then for each text {NN}:t:<sha256>
-- ARGV  1 the data set as the caller knows it   2 value of the request key, or '' (no request)
--       3 now   4 bound: how far `now` may be from the clock   5 not before, or 0
--       6 the instant of a manual clock, or '' (Redis' own TIME); all in milliseconds
--       7 papers   8 guards   9 claims   10 texts (numbers)   11 the entry for the log
--       then for each paper: expected head ('' for a new one), value (head 32 || hash 8 || body),
--         record, place: '' (none), a score for the due set, or 'e' (ended), and its name
--       then for each guard: expected head
--       then for each claim: name, expected holder ('' for nobody), new holder ('' sets it free)
--       then for each text: its bytes
-- Answer, one flat string: O<set> another data set, generation or manual clock; A<value> this request
--       was committed before; K<ms> the clock says; C<i> head of the i-th paper or guard differs;
--       T<i> <holder> the i-th claim is held; D<sequence> done.
local call, K, A = redis.call, KEYS, ARGV
local papers, guards, claims, texts = tonumber(A[7]), tonumber(A[8]), tonumber(A[9]), tonumber(A[10])
local first_guard = 12 + 5 * papers      -- in ARGV
local first_claim = first_guard + guards
local first_text = first_claim + 3 * claims
local guard_key = 8 + 2 * papers         -- in KEYS

-- The clock, read once: Redis' TIME moves on within a script.
local clock = tonumber(A[6])
if not clock then
  local t = call('TIME')
  clock = t[1] * 1000 + math.floor(t[2] / 1000)
end

-- 1. OTHER. The set string is compared whole: data set, generation, manual instant.
-- 2. AGAIN. The request is looked up in the same step.
local known = call('MGET', K[1], K[2])
if known[1] ~= A[1] then return 'O' .. (known[1] or '') end
if A[2] ~= '' and known[2] then return 'A' .. known[2] end

-- 3. CLOCK.
local now = tonumber(A[3])
local bound = tonumber(A[4])
if now - clock > bound or clock - now > bound or clock < tonumber(A[5]) then
  return string.format('K%.0f', clock)
end

-- 4. CHANGED. A missing paper has the empty head.
for i = 1, papers do
  if call('GETRANGE', K[6 + 2 * i], 0, 31) ~= A[7 + 5 * i] then return 'C' .. i end
end
for i = 1, guards do
  if call('GETRANGE', K[guard_key + i - 1], 0, 31) ~= A[first_guard + i - 1] then
    return 'C' .. (papers + i)
  end
end

-- 5. TAKEN.
for i = 1, claims do
  local at = first_claim + 3 * (i - 1)
  local holder = call('HGET', K[6], A[at]) or ''
  if holder ~= A[at + 1] then return 'T' .. i .. ' ' .. holder end
end

-- From here on everything is written. The log first: Redis keeps its sequence dense.
local id = call('XADD', K[3], 'MAXLEN', '~', '100000', '0-*', 'e', A[11])
local sequence = string.sub(id, 3)

-- The papers, their histories, their places among what is due and what has ended.
for i = 1, papers do
  local at = 7 + 5 * i
  call('SET', K[6 + 2 * i], A[at + 1])
  call('RPUSH', K[7 + 2 * i], A[at + 2])
  local place = A[at + 3]
  if place == 'e' then
    call('ZREM', K[4], A[at + 4])
    call('ZADD', K[5], A[3], A[at + 4])
  elseif place ~= '' then
    call('ZADD', K[4], place, A[at + 4])
  end
end

-- The names held once.
for i = 1, claims do
  local at = first_claim + 3 * (i - 1)
  if A[at + 2] == '' then
    call('HDEL', K[6], A[at])
  else
    call('HSET', K[6], A[at], A[at + 2])
  end
end

-- The texts, each under its hash, and the request, remembered for 24 hours.
for i = 1, texts do call('SET', K[guard_key + guards + i - 1], A[first_text + i - 1]) end
if A[2] ~= '' then call('SET', K[2], A[2], 'PX', '86400000') end

-- The bell last: who hears it finds everything.
call('SPUBLISH', K[7], sequence .. ' ' .. A[11])
return 'D' .. sequence
