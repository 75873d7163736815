# SPDX-License-Identifier: BSL-1.0
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(DWELL_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/dwell)
install(TARGETS dwell EXPORT dwell-targets FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT dwell-targets NAMESPACE dwell:: DESTINATION ${DWELL_PACKAGE_DIR})

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/dwell-config.cmake.in
    ${PROJECT_BINARY_DIR}/dwell-config.cmake
    INSTALL_DESTINATION ${DWELL_PACKAGE_DIR} NO_SET_AND_CHECK_MACRO)
# Below 1.0 a minor version may break its users.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/dwell-config-version.cmake
    COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES
    ${PROJECT_BINARY_DIR}/dwell-config.cmake
    ${PROJECT_BINARY_DIR}/dwell-config-version.cmake
    ${PROJECT_SOURCE_DIR}/cmake/dwell_export_symbols.cmake
    ${PROJECT_SOURCE_DIR}/cmake/dwell_stamp_git_commit.cmake
    DESTINATION ${DWELL_PACKAGE_DIR})

# pkg-config files of a library without machine code belong under share/.
configure_file(${PROJECT_SOURCE_DIR}/cmake/dwell.pc.in ${PROJECT_BINARY_DIR}/dwell.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/dwell.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/licenses/dwell)
