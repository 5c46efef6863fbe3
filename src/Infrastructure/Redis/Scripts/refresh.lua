-- Keeps slots, sessions and the calls of their users alive. A slot or a session that is gone is put there again.
--   KEYS    none: see common.lua
--   ARGV    1 this server, 2 time a lost party may take to return (ms), then for each holder in turn: user, connection,
--           token ('' for the base protocol), seq of the last event sent, session of the call they were told of ('')
--   result  { taken, behind, callless }: the positions (1, 2, ...) of the holders whose slot belongs to somebody else;
--           who have not got all events; whose call does not exist
local me = ARGV[1]
local lost = now() + LOST_MILLISECONDS + ARGV[2]
local taken, behind, callless = {}, {}, {}

for i = 3, #ARGV, 5 do
  local position = (i + 2) / 5
  local user, connection, token, seq, told = ARGV[i], ARGV[i + 1], ARGV[i + 2], tonumber(ARGV[i + 3]), ARGV[i + 4]
  local server, holder = holder_of(user)
  if server and (server ~= me or (holder and holder ~= connection)) then
    taken[#taken + 1] = position
  else
    hold(me, user, connection)
    if token ~= '' then
      local stored = tonumber(redis.call('HGET', RESUME .. user, 'seq'))
      if not stored or stored < seq then
        -- Forgotten, or an older state that a failover or a restart brought back: its numbers would be given twice,
        -- and the events dropped as repeated ones.
        redis.call('DEL', RESUME .. user, REPLAY .. user)
        redis.call('HSET', RESUME .. user, 'session', token, 'seq', seq, 'bytes', 0)
      elseif stored > seq then
        behind[#behind + 1] = position
      end
      redis.call('EXPIRE', RESUME .. user, RESUME_SECONDS)
      redis.call('EXPIRE', REPLAY .. user, RESUME_SECONDS)
    end

    local call = redis.call('GET', CALL_OF_USER .. user)
    if call and redis.call('EXISTS', SESSION .. call) == 1 then
      -- An older state brings calls back that were over: what no client was told of is not kept alive.
      if call == told then
        redis.call('EXPIRE', SESSION .. call, SESSION_SECONDS)
        redis.call('EXPIRE', CALL_OF_USER .. user, SESSION_SECONDS)
      end
      set_deadline(PEER_RETURNS .. user, lost)
    end
    if told ~= '' and redis.call('EXISTS', SESSION .. told) == 0 then
      callless[#callless + 1] = position
    end
  end
end

return { taken, behind, callless }
