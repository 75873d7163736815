# SPDX-License-Identifier: BSL-1.0
# Debian: g++-mingw-w64-x86-64-posix wine64
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_FIND_ROOT_PATH /usr/x86_64-w64-mingw32)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
# The run-time libraries go into the program: wine need not be told where they are.
set(CMAKE_EXE_LINKER_FLAGS_INIT -static)
# Debian installs the loader outside PATH.
find_program(DWELL_WINE NAMES wine64 wine wine64-stable PATHS /usr/lib/wine REQUIRED)
find_program(DWELL_WINE_SERVER NAMES wineserver64 wineserver wineserver64-stable PATHS /usr/lib/wine REQUIRED)
set(CMAKE_CROSSCOMPILING_EMULATOR ${DWELL_WINE})
