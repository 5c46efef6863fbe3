-- What a step changes of its session. A part.

-- Drops a deadline. Where these steps have set it, it is to be there first.
local function drop_deadline(member, is_of_these)
  if is_of_these then
    write_deadlines()
  end
  dropped[#dropped + 1] = member
end

-- Frees a user of whom the key of their call says that, where it is this session: else they are in none or another.
local function leave(session, user, key, call)
  local of_these = begun[user]
  if (of_these or call) == session then
    gone[#gone + 1] = key
    drop_deadline(PEER_RETURNS .. user, of_these)
  end
end

-- Writes the state that a row leads to. Where it ends the session, its parties are to leave it, too.
local function change(row, key, session, from, profile)
  if from == 'ringing' then
    drop_deadline(RING_ENDS .. session, rings[session])
  end
  if row.final then
    over[key] = true
    gone[#gone + 1] = key
  elseif profile == '' then
    ask('HSET', key, 'state', row.to)
  else
    ask('HSET', key, 'state', row.to, 'callee_info', profile)
  end
  if sessions[session] then
    sessions[session] = nil
  end
end
