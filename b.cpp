extern "C" __attribute__((preserve_none)) long next(void*ip,void*sp,void*f,void*t,void*c,void*th);
__attribute__((preserve_none)) long h(void*ip,void*sp,void*f,void*t,void*c,void*th){ [[clang::musttail]] return next(ip,sp,f,t,c,th);}
