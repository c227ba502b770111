"""What has to be done without anybody asking: end what is due, send the mails that wait, forget, be ready to suggest."""
