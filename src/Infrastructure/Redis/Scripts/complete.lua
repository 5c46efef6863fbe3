-- Drops a claimed deadline, unless it was set anew since.
--   KEYS    none: see common.lua
--   ARGV    1 member, 2 end of the claim (Unix ms)
--   result  nothing
local due = redis.call('ZSCORE', DEADLINES, ARGV[1])
if due and tonumber(due) == tonumber(ARGV[2]) then
  redis.call('ZREM', DEADLINES, ARGV[1])
end
