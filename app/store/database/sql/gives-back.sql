PRAGMA auto_vacuum = 2;
