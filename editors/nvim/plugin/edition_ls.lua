-- Starts edition-ls for texts, and says what it needs. Nothing more is loaded before a text is opened.
if vim.g.loaded_edition_ls or vim.g.edition_ls == false then
  return
end
vim.g.loaded_edition_ls = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('edition_ls needs Neovim 0.11 or newer. See :help edition_ls-older', vim.log.levels.WARN)
  return
end

local group = vim.api.nvim_create_augroup('edition_ls', {})

vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = { 'edition', 'text', 'markdown' },
  desc = 'edition_ls: say once that the program is missing',
  callback = function(event)
    require('edition_ls.server').miss(event.buf)
  end,
})

vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = 'edition',
  desc = 'edition_ls: the server is told what the user has said of this text',
  callback = function(event)
    require('edition_ls.texts').is_edition(event.buf)
  end,
})

vim.api.nvim_create_autocmd('LspAttach', {
  group = group,
  desc = 'edition_ls: ask what kind of text this is, show hints',
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'edition_ls' then
      require('edition_ls.status').follow(event.buf)
      require('edition_ls.hints').attached(event.buf, client)
    end
  end,
})

vim.api.nvim_create_user_command('Edition', function(command)
  require('edition_ls.commands').run(command)
end, {
  nargs = '?',
  range = true,
  desc = 'Work on a text with edition-ls',
  complete = function(begun)
    return require('edition_ls.commands').complete(begun)
  end,
})

-- No keys are taken. These are for those that the user chooses: see :help edition_ls-keys.
for name, modes in pairs({
  footnote = { 'n', 'i', 'x' },
  go = { 'n', 'i' },
  renumber = { 'n' },
  fix = { 'n' },
  hints = { 'n' },
  inspect = { 'n' },
}) do
  for _, mode in ipairs(modes) do
    -- Only `:` keeps a selection, by the marks it leaves.
    local keys = mode == 'x' and (':Edition %s<CR>'):format(name) or ('<Cmd>Edition %s<CR>'):format(name)
    vim.keymap.set(mode, ('<Plug>(edition-%s)'):format(name), keys, { silent = true, desc = 'Edition ' .. name })
  end
end

vim.lsp.enable('edition_ls')
