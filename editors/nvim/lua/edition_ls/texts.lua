--- Buffers: which are meant for the server, in which folder, and what the server is told that they are.
local M = {}

--- Who has called the text of a buffer an edition, in a variable of the buffer: 'server' or 'user'.
local SAID = 'edition_ls_said_by'

--- Whether a buffer is a file that the server has something to say about.
---@param bufnr integer
function M.are_wanted(bufnr)
  local name = vim.api.nvim_buf_get_name(bufnr)
  if vim.bo[bufnr].buftype ~= '' or name:find('^%a[%w+.-]+://') then
    return false
  end
  return vim.bo[bufnr].filetype ~= 'toml' or vim.fs.basename(name) == 'edition.toml'
end

--- The folder whose texts belong together: that of edition.toml or of the git repository, else the one that Neovim was
--- started in, unless that is the home folder or one that holds it.
---@param bufnr integer
---@return string? folder nothing if the text stands for itself
function M.root(bufnr)
  local marked = vim.fs.root(bufnr, 'edition.toml') or vim.fs.root(bufnr, '.git')
  if marked then
    return marked
  end
  local cwd = vim.fs.normalize(vim.fn.getcwd())
  local function is_in_cwd(path)
    return path == cwd or vim.startswith(path, (cwd:gsub('/?$', '/', 1)))
  end
  local name = vim.fs.normalize(vim.api.nvim_buf_get_name(bufnr))
  if is_in_cwd(name) and not is_in_cwd(vim.fs.normalize('~')) then
    return cwd
  end
end

--- What the server is told: `edition` only if the user, or the file's name, says so. What the server has found by itself
--- it need not be told, and is free to change its mind about.
---@param bufnr integer
---@param filetype string
function M.language_id(bufnr, filetype)
  local said_by = vim.b[bufnr][SAID]
  if filetype == 'edition' and said_by == 'server' then
    return 'text'
  end
  if filetype == 'markdown' and said_by == 'user' then
    return 'edition'
  end
  return filetype
end

---@param bufnr integer
---@param who 'server'|'user'
local function said(bufnr, who)
  vim.b[bufnr][SAID] = who
  vim.api.nvim_create_autocmd('BufReadPost', {
    group = vim.api.nvim_create_augroup('edition_ls_said_' .. bufnr, {}),
    buffer = bufnr,
    desc = 'edition_ls: a file that is read anew is looked at anew',
    callback = function()
      if vim.bo[bufnr].filetype == 'text' then
        vim.b[bufnr][SAID] = nil
      end
    end,
  })
end

--- The server calls this text an edition. Whoever sets another filetype, before or after, means it: this is done once,
--- and only to what was called a text.
---@param bufnr integer
function M.recognise(bufnr)
  if vim.bo[bufnr].filetype == 'text' and not vim.b[bufnr][SAID] then
    said(bufnr, 'server')
    vim.bo[bufnr].filetype = 'edition'
  end
end

--- A buffer has got the filetype `edition`.
---@param bufnr integer
function M.is_edition(bufnr)
  if not vim.b[bufnr][SAID] then
    M.treat(bufnr)
  end
end

--- The user calls this text an edition.
---@param bufnr integer
function M.treat(bufnr)
  said(bufnr, 'user')
  -- The server is told what a text is when it is opened, so it is opened anew.
  local clients = vim.lsp.get_clients({ name = 'edition_ls', bufnr = bufnr })
  for _, client in ipairs(clients) do
    vim.lsp.buf_detach_client(bufnr, client.id)
  end
  local filetype = vim.bo[bufnr].filetype
  if filetype ~= 'edition' and filetype ~= 'markdown' then
    vim.bo[bufnr].filetype = 'edition'
  end
  for _, client in ipairs(clients) do
    vim.lsp.buf_attach_client(bufnr, client.id)
  end
end

return M
