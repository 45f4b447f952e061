SELECT nextval ('item_gid')
