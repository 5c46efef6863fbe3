-- Says how a claimed push came out. What becomes of each stands in push.lua.
--   KEYS    none: see common.lua
--   ARGV    1 session, 2 number, 3 task (ring, cancel), 4 end (reached, missed, back)
--   result  1 where something is to be sent now, else 0
local session, number, task, finish = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local state = redis.call('HGET', PUSHES .. session, 'state:' .. number)

if task == 'ring' and state == 'sending' then
  if finish == 'reached' then
    push_state(session, number, 'rung')
  elseif finish == 'back' then
    push_state(session, number, 'waiting', now())
  else
    drop_push(session, number)
  end
elseif task == 'ring' and state == 'stopping' then
  if finish == 'reached' then
    push_state(session, number, 'cancel', now())
    return 1
  end
  drop_push(session, number)
elseif task == 'cancel' and state == 'cancelling' then
  if finish == 'back' then
    push_state(session, number, 'cancel', now())
  else
    drop_push(session, number)
  end
end
return 0
