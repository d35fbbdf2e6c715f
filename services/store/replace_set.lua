#!lua
-- Replaces the string that names the data set in one shard: sets the manual clock, or raises the
-- generation. Compared first, so that two who set it do not undo each other unseen.
--
-- KEYS  1 {NN}:set   2 {NN}:bell
-- ARGV  1 the string as the caller knows it   2 the new one
-- Answer: O<set> it is another one; D done, and the bell rang with sequence 0.
local known = redis.call('GET', KEYS[1]) or ''
if known ~= ARGV[1] then return 'O' .. known end
redis.call('SET', KEYS[1], ARGV[2])
redis.call('SPUBLISH', KEYS[2], '0 ' .. ARGV[2])
return 'D'
