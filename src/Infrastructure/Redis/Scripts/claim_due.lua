-- Claims deadlines that are due: nobody else gets them until the claim is over.
--   KEYS    none: see common.lua
--   ARGV    1 how many at the most
--   result  { end of the claim (Unix ms), member ... }
local time = now()
local claim = time + CLAIM_MILLISECONDS
local due = redis.call('ZRANGEBYSCORE', DEADLINES, '-inf', time, 'LIMIT', 0, ARGV[1])

local result = { tostring(claim) }
for _, member in ipairs(due) do
  set_deadline(member, claim)
  result[#result + 1] = member
end
return result
