-- The server ends with the editor, however that ends.
local editor = require('editor')
local expect, now = editor.expect, editor.now

local function is_running(pid)
  return vim.uv.kill(pid, 0) == 0
end

local function servers(nvim)
  return vim.tbl_filter(function(pid)
    local command = io.open(('/proc/%d/cmdline'):format(pid)):read('a')
    return command:find('edition-ls', 1, true) ~= nil
  end, vim.api.nvim_get_proc_children(nvim.pid))
end

for how, leave in pairs({
  ['when it is left'] = function(nvim)
    nvim:quit()
  end,
  ['when it is killed'] = function(nvim)
    vim.uv.kill(nvim.pid, 'sigkill')
  end,
}) do
  local nvim = editor.start()
  nvim:open('letter.txt')
  nvim:open('shopping.txt')
  nvim:open('essay.md')
  local started = servers(nvim)
  now(how .. ': one server runs for all texts', 1, #started)
  leave(nvim)
  expect('and ends', false, function()
    return is_running(started[1])
  end)
end
editor.log_is_silent()
