-- Claims pushes that are due: nobody else gets them. What becomes of each stands in push.lua.
--   KEYS    none: see common.lua
--   ARGV    1 how many at the most
--   result  { task (ring, cancel, over), session, number, device, callee, content, end of the ring (Unix ms), ... }
local time = now()
local result = {}

for _, member in ipairs(redis.call('ZRANGEBYSCORE', PUSHES_DUE, '-inf', time, 'LIMIT', 0, ARGV[1])) do
  local number, session = string.match(member, '^(%d+):(.*)$')
  local push = redis.call('HMGET', PUSHES .. session,
    'state:' .. number, 'device:' .. number, 'callee', 'content', 'expires')
  local state, expires = push[1], tonumber(push[5])
  local task

  if not (state and expires) then
    redis.call('ZREM', PUSHES_DUE, member)
  elseif state == 'waiting' then
    -- A server of an older fleet ends a call without a word to its pushes.
    if redis.call('HGET', SESSION .. session, 'state') == 'ringing' and time < expires then
      task = 'ring'
      push_state(session, number, 'sending', expires + PUSH_SETTLES_MILLISECONDS)
    else
      task = 'over'
      drop_push(session, number)
    end
  elseif state == 'cancel' or state == 'stopping' then
    task = 'cancel'
    push_state(session, number, 'cancelling', math.max(time, expires) + PUSH_SETTLES_MILLISECONDS)
  else
    task = state == 'over' and 'over' or nil
    drop_push(session, number)
  end

  if task then
    local at = #result
    result[at + 1], result[at + 2], result[at + 3], result[at + 4] = task, session, number, push[2]
    result[at + 5], result[at + 6], result[at + 7] = push[3], push[4], push[5]
  end
end
return result
