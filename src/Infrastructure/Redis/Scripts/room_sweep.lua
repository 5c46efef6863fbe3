-- Takes members out of their rooms whose leases have run out. Those left behind are told through their channels, here
-- too: it stands behind all that the lost ones had sent.
--   KEYS    none: see room_common.lua
--   ARGV    1 how many at the most
--   result  how many had run out
local due = redis.call('ZRANGEBYSCORE', LEASES, '-inf', math.floor(microseconds() / 1000), 'LIMIT', 0, ARGV[1])

for _, entry in ipairs(due) do
  local at = string.find(entry, ' ', 1, true)
  local client, room = string.sub(entry, 1, at - 1), string.sub(entry, at + 1)
  if leave('', client, room) ~= '' then
    redis.call('SET', LAPSED .. client, '1', 'EX', LEASES_SECONDS)
  end
end

return #due
