// Asio's TLS part compiled once, in the room that is OpenSSL's home
// (BOOST_ASIO_SEPARATE_COMPILATION).
#include <boost/asio/ssl/impl/src.hpp>
