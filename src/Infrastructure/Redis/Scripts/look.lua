-- What the steps of steps.lua have to know, asked for all of them at once, and what they change of it: a command costs
-- several times as much as a key of one.

-- The sessions that the steps name, by id: { caller, callee, state, pushes }.
local sessions = {}

local function session_now(session)
  local call = sessions[session]
  if not call then
    local stored = redis.call('HMGET', SESSION .. session, 'caller_id', 'callee_id', 'state', 'pushes')
    if not (stored[1] and stored[2] and stored[3]) then
      return nil
    end
    call = { caller = stored[1], callee = stored[2], state = stored[3], pushes = tonumber(stored[4]) }
    sessions[session] = call
  end
  return call
end

-- The keys that are asked for, and then what stands in them: of a user the call, or the slot and its connection behind it.
local keys, values, call_at, slot_at = {}, {}, {}, {}

local function want_call(user)
  if not call_at[user] then
    local at = #keys + 1
    call_at[user], keys[at] = at, CALL_OF_USER .. user
  end
end

local function want_slot(user)
  if not slot_at[user] then
    local at = #keys + 1
    slot_at[user], keys[at], keys[at + 1] = at, SLOT .. user, SLOT_CONNECTION .. user
  end
end

-- To be called once, when all is wanted.
local function look()
  if #keys > 0 then
    values = redis.call('MGET', unpack(keys))
  end
end

-- The session of a user's call, over or not; false for none.
local function call_now(user)
  local at = call_at[user]
  if not at then
    at = #values + 1
    call_at[user], values[at] = at, redis.call('GET', CALL_OF_USER .. user)
  end
  return values[at]
end

-- To be called once call_now was.
local function set_call(user, session)
  redis.call('SET', CALL_OF_USER .. user, session, 'EX', SESSION_SECONDS)
  values[call_at[user]] = session
end

-- Who holds a user's slot. No step changes a slot.
local holders = {}

local function holder_now(user)
  local holder = holders[user]
  if not holder then
    local at = slot_at[user]
    local server, connection
    if at then
      server, connection = holder_in(values[at], values[at + 1])
    else
      server, connection = holder_of(user)
    end
    holder = { server = server, connection = connection, is_resumable = is_resumable(connection) }
    holders[user] = holder
  end
  return holder
end

-- The deadlines that the steps set (Unix ms) or drop (false), by member; written once all steps are taken.
local due = {}

local function write_deadlines()
  local set, dropped = {}, {}
  for member, time in pairs(due) do
    if time then
      set[#set + 1] = time
      set[#set + 1] = member
    else
      dropped[#dropped + 1] = member
    end
  end
  if #set > 0 then
    redis.call('ZADD', DEADLINES, unpack(set))
    redis.call('EXPIRE', DEADLINES, DEADLINES_SECONDS)
  end
  if #dropped > 0 then
    redis.call('ZREM', DEADLINES, unpack(dropped))
  end
end
